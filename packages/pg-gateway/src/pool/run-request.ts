import { answerTooLarge, badRequest, callerGone, cannotConnect, connectionLost } from '../refusal.ts';
import type { Outcome } from '../session/pipelined-request.ts';
import type { SqlRequest } from '../statement/sql-request.ts';
import type { SessionPool } from './session-pool.ts';
import type { SqlCaller } from './sql-caller.ts';

const maxAttempts = 3;

async function attempt(pool: SessionPool, request: SqlRequest, caller: SqlCaller): Promise<Outcome> {
  const acquired = pool.acquire(caller);
  const session = acquired instanceof Promise ? await acquired : acquired;
  if (caller.gone) {
    await pool.release(session);
    throw callerGone();
  }
  caller.onGone(() => session.cancel());
  const timer =
    caller.timeLimitMs === undefined ? undefined : setTimeout(() => session.cancel(), caller.timeLimitMs);
  const outcome = await session.run(request);
  clearTimeout(timer);
  // From here on the session may belong to another request.
  caller.onGone(() => {});
  void pool.release(session);
  return outcome;
}

/**
 * Runs a request and resolves with the body of its answer. Uses another connection when one turns out to be dead
 * before anything was executed. Never sends a request again that may have been executed. Throws the
 * server's DatabaseError or a Refusal.
 */
export async function runRequest(
  pool: SessionPool,
  request: SqlRequest,
  maxResponseBytes: number,
  caller: SqlCaller,
): Promise<string | Buffer[]> {
  for (let count = 1; ; count += 1) {
    const outcome = await attempt(pool, request, caller);
    if (caller.gone) throw callerGone();
    switch (outcome.kind) {
      case 'answer':
        return outcome.body;
      case 'error':
        throw outcome.error;
      case 'too_large':
        throw answerTooLarge(maxResponseBytes);
      case 'unsupported':
        throw badRequest(outcome.message, '0A000');
      case 'lost':
        throw connectionLost();
      case 'not_started':
        if (count === maxAttempts) throw cannotConnect();
    }
  }
}
