import type { RouteConfig } from '@asteasolutions/zod-to-openapi';
import { ApiError, ApiValidationError } from './error.ts';
import { ignoreNulls } from './ignore-nulls.ts';
import { z } from './zod.ts';

/** A route's contract: method, path, what a request holds and how it is answered. Typed as it is written. */
export function route<
  const Path extends string,
  const Route extends Omit<RouteConfig, 'path'> & { path: Path },
>(contract: Route): Route {
  return contract;
}

const DESCRIPTIONS = {
  400: 'Malformed',
  401: 'Not authenticated: the API key or token is missing, wrong or expired',
  403: 'Authenticated but not allowed',
  404: 'Not found, or hidden from this caller',
  409: 'Conflicts with the current state',
  410: 'Expired',
  412: 'A condition of the request does not hold',
  413: 'The body is too large',
  415: 'The media type, charset or content encoding of the body is not supported',
  416: 'The range lies outside the file',
  426: 'This route accepts WebSockets only',
  429: 'Too many attempts; see Retry-After',
  460: 'The bytes do not match the checksum',
  507: 'The storage is full',
  503: 'A dependency is down or a queue is full, or (code busy) the caller has used up their share; see Retry-After',
} as const;

/** Bytes of any type. They are streamed, and no schema reads them. */
export const bytes = z.any().openapi({ type: 'string', format: 'binary' });

type ErrorStatus = keyof typeof DESCRIPTIONS;

interface ErrorResponse {
  description: string;
  content: { 'application/json': { schema: typeof ApiError } };
}

/** The error answers of a route, by status; 422 and 503 belong to every route and are always added. */
export function errors<const S extends ErrorStatus>(...statuses: S[]) {
  const answers = {} as Record<S | 503, ErrorResponse>;
  for (const status of [...statuses, 503 as const]) {
    answers[status] = {
      description: DESCRIPTIONS[status],
      content: { 'application/json': { schema: ApiError } },
    };
  }
  return {
    ...answers,
    422: {
      description: 'The input is not valid',
      content: { 'application/json': { schema: ApiValidationError } },
    },
  };
}

/** A JSON answer. */
export function json<T extends z.ZodType>(schema: T, description: string) {
  return { description, content: { 'application/json': { schema } } };
}

/** A required JSON body. Required, because otherwise a request without a content type skips validation. */
export function jsonBody<T extends z.ZodType>(schema: T) {
  return { required: true as const, ...optionalJsonBody(schema) };
}

/** A JSON body that may be left out. An optional field that is null counts as not given. */
export function optionalJsonBody<T extends z.ZodType>(schema: T) {
  return { content: { 'application/json': { schema: ignoreNulls(schema) } } };
}

export const noContent = { description: 'Done' };

/** What a caller must send: the API key alone, the key and perhaps a token, or the key and a token. */
export const security = {
  open: [],
  key: [{ apiKey: [] }],
  keyAndMaybeToken: [{ apiKey: [] }, { apiKey: [], bearer: [] }],
  token: [{ apiKey: [], bearer: [] }],
};
