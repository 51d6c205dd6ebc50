import type { FunctionsBindings } from '../bindings.ts';

/** Less than the caller waits for this worker. */
const TIMEOUT_MS = 1000;

/** Whether the process that runs functions reports within a second that it is ready. Down where there is none. */
export async function runnerState({ RUNNER }: FunctionsBindings): Promise<'ok' | 'down'> {
  const signal = AbortSignal.timeout(TIMEOUT_MS);
  const answer = await RUNNER?.fetch('http://runner/health', { signal }).catch(() => undefined);
  await answer?.body?.cancel();
  return answer?.ok ? 'ok' : 'down';
}
