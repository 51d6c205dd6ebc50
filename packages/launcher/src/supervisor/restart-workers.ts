import { waitUntilRunning } from './start-failure.ts';
import type { Supervision } from './supervision.ts';

/** Restarts all services but Postgres. Those that share their ports come last and in turn, so that one of them always answers. */
export async function restartWorkers({ services }: Supervision): Promise<void> {
  const workers = services.filter(({ spec }) => spec.name !== 'postgres');
  const sharing = workers.filter(({ spec }) => spec.sharedSockets);
  await Promise.all(
    workers.filter((service) => !sharing.includes(service)).map((service) => service.restart()),
  );
  for (const service of sharing) {
    await service.restart();
    await waitUntilRunning(service);
  }
}
