import { ApiError } from '../contract/error.ts';
import { bytes, errors, json, route, security } from '../contract/route.ts';
import { z } from '../contract/zod.ts';

const METHODS = ['get', 'post', 'put', 'patch', 'delete'] as const;

const FunctionFault = z
  .object({
    detail: z.string(),
    code: z.enum([
      'function_crashed',
      'function_timeout',
      'function_busy',
      'function_not_found',
      'function_not_ready',
    ]),
    execution_id: z.string(),
  })
  .openapi('FunctionFault');

const Target = z.object({ name: z.string() });
const TargetPath = Target.extend({
  path: z.string().openapi({ description: 'One segment or several: the function reads it in the URL' }),
});

/** The API refuses a call, or the function could not run. */
const Refusal = z.union([ApiError, FunctionFault]);

const answers = {
  200: {
    description: "The function's own status, headers and body",
    content: { 'application/json': { schema: z.unknown() }, '*/*': { schema: bytes } },
  },
  ...errors(401),
  409: json(Refusal, 'Not active, not deployed, or its variables can not be read'),
  404: json(Refusal, 'Does not exist'),
  502: json(FunctionFault, 'The function failed; its execution has the reason'),
  503: json(Refusal, 'The function or the caller has too many requests running; see Retry-After'),
  504: json(FunctionFault, 'The function took longer than its timeout'),
};

const ABOUT =
  'The function gets the method, path, query, headers and body as they are sent, without the API key and the token. Its answer is streamed. HEAD and OPTIONS work, too. A function that is `public` needs no token. A method that none of its http triggers lists is 405. Every answer of a function has `X-Execution-Id`.';

/**
 * `/functions/{name}/invoke` and the paths below it, with each method. The handler passes requests on unread, so these contracts
 * are only for the API's document.
 */
export const INVOCATIONS = METHODS.flatMap((method) => {
  const common = { method, tags: ['Functions'], security: security.keyAndMaybeToken, responses: answers };
  const request = method === 'get' ? {} : { body: { content: { '*/*': { schema: bytes } } } };
  const name = method.charAt(0).toUpperCase() + method.slice(1);
  return [
    route({
      ...common,
      path: '/functions/{name}/invoke',
      operationId: `invokeWith${name}`,
      summary: `Invoke a function with ${method.toUpperCase()}`,
      description: ABOUT,
      request: { ...request, params: Target },
    }),
    route({
      ...common,
      path: '/functions/{name}/invoke/{path}',
      operationId: `invokePathWith${name}`,
      summary: `Invoke a function with ${method.toUpperCase()} and a path of its own`,
      description: ABOUT,
      request: { ...request, params: TargetPath },
    }),
  ];
});
