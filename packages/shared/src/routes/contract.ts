import { z } from '@hono/zod-openapi';
import { ApiError, ApiValidationError } from '../schemas/error.ts';
import { ignoreNulls } from '../schemas/ignore-nulls.ts';

const DESCRIPTIONS = {
  400: 'Malformed',
  401: 'Not authenticated: the API key or the token is missing, wrong or has ended',
  403: 'Authenticated but not allowed',
  404: 'Not there, or not for this caller to know',
  409: 'Conflict with the present state',
  410: 'It was there, and has expired',
  412: 'A condition of the request does not hold',
  413: 'The body is too large',
  415: 'The media type, charset or content encoding of the body is not taken here',
  416: 'The range lies outside',
  426: 'Only a WebSocket is served here',
  429: 'Too many attempts; see Retry-After',
  460: 'The bytes do not have the checksum that was sent',
  507: 'There is no room left',
  503: 'A dependency is down or a queue is full, or (code busy) the caller has used up his share; see Retry-After',
} as const;

/** Bytes of any type, which are streamed and never looked at by a schema. */
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
      description: 'The input does not fit',
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

/** What a caller must show: the API key alone, the key and perhaps a token, or the key and a token. */
export const security = {
  open: [],
  key: [{ apiKey: [] }],
  keyAndMaybeToken: [{ apiKey: [] }, { apiKey: [], bearer: [] }],
  token: [{ apiKey: [], bearer: [] }],
};
