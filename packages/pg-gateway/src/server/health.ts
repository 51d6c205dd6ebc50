import { runRequest } from '../pool/run-request.ts';
import type { SessionPool } from '../pool/session-pool.ts';
import { gatewayItself } from '../pool/sql-caller.ts';
import type { SqlRequest } from '../statement/sql-request.ts';

const timeoutMs = 2_000;
const maxAnswerBytes = 1_024;

const ping: SqlRequest = {
  statements: [{ text: 'SELECT 1', values: [] }],
  begin: undefined,
  rawText: true,
  arrayMode: true,
};

async function answers(pool: SessionPool): Promise<boolean> {
  const late = new Promise<false>((resolve) => setTimeout(resolve, timeoutMs, false).unref());
  const answered = runRequest(pool, ping, maxAnswerBytes, gatewayItself).then(
    () => true,
    () => false,
  );
  return Promise.race([answered, late]);
}

/** Checks whether the database answers within two seconds; simultaneous calls share one check. */
export function createHealthCheck(pool: SessionPool): () => Promise<boolean> {
  let running: Promise<boolean> | undefined;
  return () => {
    running ??= answers(pool).finally(() => {
      running = undefined;
    });
    return running;
  };
}
