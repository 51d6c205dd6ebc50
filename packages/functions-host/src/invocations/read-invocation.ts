import type { IncomingMessage } from 'node:http';
import { AppError } from '@selfdb/shared/errors';
import { INVOCATION_HEADER, Invocation } from '@selfdb/shared/functions/runner-protocol';

/** Reads the header of an invocation. Throws bad_request. */
export function readInvocation(request: IncomingMessage): Invocation {
  const text = Buffer.from(String(request.headers[INVOCATION_HEADER.toLowerCase()] ?? ''), 'base64url');
  try {
    return Invocation.parse(JSON.parse(text.toString()));
  } catch (cause) {
    throw new AppError('bad_request', `The header ${INVOCATION_HEADER} is malformed.`, { cause });
  }
}
