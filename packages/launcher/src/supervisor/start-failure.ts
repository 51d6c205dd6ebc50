import type { Service } from '../services/service.ts';

/** A failed first start, with the service that failed. */
export class StartFailure extends Error {
  readonly service: string;

  constructor(service: string, message: string, options?: ErrorOptions) {
    super(message, options);
    this.service = service;
  }
}

const maxFailedStarts = 3;
const maxWaitMs = 90_000;
const pollMs = 25;

/** Waits until the service is ready; throws a StartFailure when it keeps ending, takes too long, or is stopped. */
export async function waitUntilRunning(service: Service): Promise<void> {
  const deadline = Date.now() + maxWaitMs;
  const { name } = service.spec;
  for (;;) {
    const { state, restarts, lastExit } = service.status();
    if (state === 'running') return;
    if (state === 'stopped') throw new StartFailure(name, 'it was stopped while starting');
    if (restarts >= maxFailedStarts)
      throw new StartFailure(name, `it ended ${restarts} times, the last time with: ${lastExit}`);
    if (Date.now() > deadline)
      throw new StartFailure(name, `it was not ready after ${maxWaitMs / 1000} seconds`);
    await new Promise((resolve) => setTimeout(resolve, pollMs));
  }
}

/** Calls `work` and turns an error into a StartFailure of that service. */
export async function attribute<T>(service: string, work: () => T | Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof StartFailure) throw error;
    throw new StartFailure(service, error instanceof Error ? error.message : String(error), { cause: error });
  }
}
