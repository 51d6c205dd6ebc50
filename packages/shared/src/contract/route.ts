import type { RouteConfig } from '@asteasolutions/zod-to-openapi';
import { ApiError, ApiValidationError } from './error.ts';
import { ignoreNulls } from './ignore-nulls.ts';
import { z } from './zod.ts';

/** A route's contract: its method, its path, the parts of a request and the possible answers. Keeps the exact types. */
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
  404: 'Does not exist, or the caller may not see it',
  409: 'Conflicts with the current state',
  410: 'Expired',
  412: 'A precondition in a header failed',
  413: 'The body is too large',
  415: 'The media type, charset or content encoding of the body is not supported',
  416: 'The requested range lies outside the file',
  426: 'This route accepts WebSockets only',
  429: 'Too many attempts; see Retry-After',
  460: 'The received bytes do not match the checksum that the client sent',
  507: 'The storage quota is used up, or the disk is full',
  503: 'A service is down or a queue is full, or (code `busy`) the caller has too many requests running; see Retry-After',
} as const;

/** Bytes of any type. They are streamed, and no schema reads them. */
export const bytes = z.any().openapi({ type: 'string', format: 'binary' });

type ErrorStatus = keyof typeof DESCRIPTIONS;

interface ErrorResponse {
  description: string;
  content: { 'application/json': { schema: typeof ApiError } };
}

/** The error answers of a route, by status. Adds 422 and 503, which every route can answer. */
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
