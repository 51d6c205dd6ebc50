import { pause } from '../pause.ts';
import { isAlive, isHealthy, killable, signal, until } from './recovery.ts';

/**
 * Kills processes of the system, one after the other, and waits each time until everything is back and `allWork` says
 * yes. Gives a line for each round.
 */
export async function killRounds(
  rounds: number,
  random: () => number,
  allWork: () => Promise<boolean>,
): Promise<string[]> {
  const log: string[] = [];
  for (let round = 1; round <= rounds; round += 1) {
    await pause(200 + random() * 600);
    const victims = await killable();
    // Every service comes up in turn before chance decides, so that none is spared in a short run.
    const victim = victims[round <= victims.length ? round - 1 : Math.floor(random() * victims.length)];
    signal(victim?.pid, 'SIGKILL');
    await until(`${victim?.service} gone`, async () => !isAlive(victim?.pid));
    const back = await until(
      `recovery from the death of ${victim?.service}`,
      async () => (await allBack(victims.length)) && (await allWork()),
    );
    log.push(`round ${round}: ${victim?.service} back after ${back} ms`);
  }
  return log;
}

/** Everything is healthy again, and as many processes run as before. */
const allBack = async (count: number) => (await isHealthy()) && (await killable()).length >= count;
