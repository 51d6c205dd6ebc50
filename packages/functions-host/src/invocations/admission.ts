import { INTERNAL_TOKEN_HEADER, signInternalToken } from '@selfdb/server/auth/tokens';
import { BegunExecutions, type StartedEvent } from '@selfdb/shared/functions/runner-protocol';
import type { HostOptions } from '../options.ts';

const TIMEOUT_MS = 5000;
const MAX_BATCH = 200;

/**
 * Resolves to whether the execution of a job may begin. Then it is recorded as running, so that a job whose process ends runs
 * again only with a record that says so. Rejects if the answer was lost: it may be recorded.
 */
export type Admit = (execution: StartedEvent) => Promise<boolean>;

interface Asking {
  execution: StartedEvent;
  resolve(mayBegin: boolean): void;
  reject(error: unknown): void;
}

/** Asks for all that came while it waited for the last answer at once. */
export function createAdmission(
  { functionsUrl, internalSecret }: Pick<HostOptions, 'functionsUrl' | 'internalSecret'>,
  hostId: string,
): Admit {
  const waiting: Asking[] = [];
  let isAsking = false;

  async function ask(executions: StartedEvent[]): Promise<Set<string>> {
    const response = await fetch(`${functionsUrl}/internal/executions/begin`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        [INTERNAL_TOKEN_HEADER]: await signInternalToken(internalSecret),
      },
      body: JSON.stringify({ host_id: hostId, executions }),
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    if (!response.ok) throw new Error(`The functions worker answered ${response.status}.`);
    return new Set(BegunExecutions.parse(await response.json()).begun);
  }

  async function askAll(): Promise<void> {
    if (isAsking) return;
    isAsking = true;
    while (waiting.length > 0) {
      const batch = waiting.splice(0, MAX_BATCH);
      try {
        const begun = await ask(batch.map(({ execution }) => execution));
        for (const { execution, resolve } of batch) resolve(begun.has(execution.execution_id));
      } catch (error) {
        for (const { reject } of batch) reject(error);
      }
    }
    isAsking = false;
  }

  return (execution) => {
    const { promise, resolve, reject } = Promise.withResolvers<boolean>();
    waiting.push({ execution, resolve, reject });
    void askAll();
    return promise;
  };
}
