import { INTERNAL_TOKEN_HEADER, signInternalToken } from '@selfdb/server/auth/tokens';
import { AppError } from '@selfdb/shared/errors';
import { FunctionCode } from '@selfdb/shared/functions/runner-protocol';
import type { HostOptions } from './options.ts';

const MAX_KEPT = 64;
const TIMEOUT_MS = 5000;

/** Gives the code of a function, of the revision asked for or a newer one. Throws not_found, conflict and unavailable. */
export type FindCode = (id: string, revision: number) => Promise<FunctionCode>;

export function createCodeStore({ functionsUrl, internalSecret }: HostOptions): FindCode {
  const kept = new Map<string, FunctionCode>();
  return async (id, revision) => {
    const known = kept.get(id);
    if (known && known.revision >= revision) return known;
    const code = await fetchCode(functionsUrl, internalSecret, id);
    kept.delete(id);
    kept.set(id, code);
    const oldest = kept.keys().next();
    if (kept.size > MAX_KEPT && !oldest.done) kept.delete(oldest.value);
    return code;
  };
}

async function fetchCode(functionsUrl: string, secret: string, id: string): Promise<FunctionCode> {
  const headers = { [INTERNAL_TOKEN_HEADER]: await signInternalToken(secret) };
  const signal = AbortSignal.timeout(TIMEOUT_MS);
  const response = await fetch(`${functionsUrl}/internal/functions/${id}/code`, { headers, signal }).catch(
    (cause) => {
      throw new AppError('unavailable', 'Functions are restarting. Try again shortly.', { cause });
    },
  );
  if (response.ok) return FunctionCode.parse(await response.json());
  await response.body?.cancel();
  if (response.status === 404) throw new AppError('not_found', 'The function does not exist.');
  if (response.status === 409) throw new AppError('conflict', 'The function is not deployed or not active.');
  throw new AppError('unavailable', 'The code of the function could not be read. Try again shortly.');
}
