import { AppError, type Issue, ValidationError } from '@selfdb/shared/errors';
import { createMiddleware } from 'hono/factory';
import type { AppEnv, Bindings } from '../context.ts';

/** Throws bad_request for percent-encoding that is not UTF-8, which Hono's parser leaves unchanged. */
export function refuseMalformedEncoding(url: string): void {
  const start = url.indexOf('?');
  if (start === -1) return;
  try {
    decodeURIComponent(url.slice(start + 1));
  } catch (cause) {
    const sentence = 'The query is not valid percent-encoded UTF-8. Write a percent sign as %25.';
    throw new AppError('bad_request', sentence, { cause });
  }
}

/** Throws a ValidationError for a parameter with an empty name, which Hono's parser ignores. */
export function refuseNamelessParameter(url: string): void {
  const start = url.indexOf('?');
  if (start !== -1 && /(?:^|&)=/.test(url.slice(start + 1)))
    throw new ValidationError([unknownParameter('')]);
}

/** Throws a ValidationError for parameters that were sent more than once, since any of the values could be meant. */
export function refuseRepeatedParameters(values: Record<string, string[]>): void {
  const repeated = Object.keys(values).filter((name) => (values[name]?.length ?? 0) > 1);
  if (repeated.length === 0) return;
  throw new ValidationError(
    repeated.map((name) => ({ loc: ['query', name], msg: 'was sent more than once', type: 'repeated' })),
  );
}

/** Throws a ValidationError that names the parameters sent. For routes without a contract, which accept none. */
export function refuseParameters<B extends Bindings>() {
  return createMiddleware<AppEnv<B>>(async (c, next) => {
    const names = [...new Set(new URL(c.req.url).searchParams.keys())];
    if (names.length > 0) throw new ValidationError(names.map(unknownParameter));
    await next();
  });
}

function unknownParameter(name: string): Issue {
  return { loc: ['query', name], msg: `${JSON.stringify(name)} is not allowed here`, type: 'unknown_field' };
}
