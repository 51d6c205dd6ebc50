import type { AppContext } from '@selfdb/server/http/context';
import { internalHeaders } from '@selfdb/server/http/internal';
import { AppError, type ErrorCode, invalid } from '@selfdb/shared/errors';
import { z } from 'zod';
import type { BackupBindings } from '../bindings.ts';
import { runnerOf } from '../runner/runner-stub.ts';

const HOST = 'http://backup-host';

/** What the host may refuse a request with. */
const CODES = [
  'bad_request',
  'conflict',
  'forbidden',
  'insufficient_storage',
  'not_found',
  'range_not_satisfiable',
  'unavailable',
  'validation_error',
] as const satisfies ErrorCode[];

const Refusal = z.object({ code: z.enum(CODES), message: z.string(), loc: z.string().array().optional() });

/** The host's answer, whatever its status. Throws unavailable if there is no host or it does not answer. */
export async function askHost(
  c: AppContext<BackupBindings>,
  path: string,
  init: RequestInit<RequestInitCfProperties> = {},
): Promise<Response> {
  const { INTERNAL_SECRET, BACKUP_HOST_URL } = c.get('env');
  const { BACKUP_HOST = BACKUP_HOST_URL === undefined ? runnerOf(c.env) : undefined } = c.env;
  if (!BACKUP_HOST && !BACKUP_HOST_URL)
    throw new AppError('unavailable', 'Backups need a machine of your own: nothing here can make them.');
  const headers = new Headers(init.headers);
  for (const [name, value] of Object.entries(await internalHeaders(INTERNAL_SECRET)))
    headers.set(name, value);
  headers.set('X-Request-Id', c.get('requestId'));
  const request = new Request(`${BACKUP_HOST_URL ?? HOST}${path}`, { ...init, headers });
  try {
    return await (BACKUP_HOST ? BACKUP_HOST.fetch(request) : fetch(request));
  } catch (error) {
    throw new AppError('unavailable', 'The process that makes backups is restarting. Try again shortly.', {
      cause: error,
      retryAfterSeconds: 1,
    });
  }
}

/** The JSON of an answer, checked. Throws what the host refused with. */
export async function readAnswer<T extends z.ZodType>(answer: Response, schema: T): Promise<z.output<T>> {
  await refuseUnlessOk(answer);
  return schema.parse(await answer.json());
}

/** Throws the AppError that an answer of the host stands for, unless it is a success. */
export async function refuseUnlessOk(answer: Response): Promise<void> {
  if (answer.ok) return;
  const { code, message, loc } = Refusal.parse(await answer.json());
  if (code === 'validation_error') throw invalid(loc ?? ['body'], message);
  throw new AppError(code, message, code === 'unavailable' ? { retryAfterSeconds: 1 } : {});
}
