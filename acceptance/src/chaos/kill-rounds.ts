import { pause } from '../pause.ts';
import { isAlive, isHealthy, killable, signal, until } from './recovery.ts';

export interface Round {
  victim: string;
  /** Until everything was back. */
  recoveryMs: number;
}

/**
 * Kills processes of the system, one after the other, and waits each time until everything is back and `allWork` says
 * yes. Ends when `isEnough` says so of the number of rounds.
 */
export async function killRounds(
  isEnough: (rounds: number) => boolean,
  random: () => number,
  allWork: () => Promise<boolean>,
): Promise<Round[]> {
  const done: Round[] = [];
  for (let round = 1; !isEnough(round - 1); round += 1) {
    await pause(200 + random() * 600);
    const victims = await killable();
    // Every service comes up in turn before chance decides, so that none is spared in a short run.
    const victim = victims[round <= victims.length ? round - 1 : Math.floor(random() * victims.length)];
    signal(victim?.pid, 'SIGKILL');
    await until(`${victim?.service} gone`, async () => !isAlive(victim?.pid));
    const recoveryMs = await until(
      `recovery from the death of ${victim?.service}`,
      async () => (await allBack(victims.length)) && (await allWork()),
    );
    done.push({ victim: String(victim?.service), recoveryMs });
  }
  return done;
}

/** A line for each. */
export function describeRounds(rounds: Round[]): string {
  const lines = rounds.map(
    ({ victim, recoveryMs }, i) => `round ${i + 1}: ${victim} back after ${recoveryMs} ms`,
  );
  return lines.join('\n');
}

/** Everything is healthy again, and as many processes run as before. */
const allBack = async (count: number) => (await isHealthy()) && (await killable()).length >= count;
