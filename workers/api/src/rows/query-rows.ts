import type { AppHandler } from '@selfdb/server/http/context';
import { jsonText } from '@selfdb/server/http/json-text';
import { isJsonObject, type JsonValue, parseJson } from '@selfdb/server/json/json-value';
import { invalid, ValidationError } from '@selfdb/shared/errors';
import type * as routes from '@selfdb/shared/rows/routes';
import type { ApiBindings } from '../bindings.ts';
import { contextOf } from '../request-context.ts';
import * as service from './service.ts';

export const queryRows: AppHandler<typeof routes.queryRows, ApiBindings> = async (c) => {
  const { id } = c.req.valid('param');
  const filter = filterOf(await c.req.text());
  const query = { ...c.req.valid('json'), filter };
  const page = await service.listRows(contextOf(c), c.get('env').SECRET_KEY, id, query).catch(throwAsOfBody);
  return jsonText(c, page, 200);
};

/** Read from the text, in which numbers keep all their digits. */
function filterOf(text: string): JsonValue | undefined {
  try {
    const body = parseJson(text);
    return (isJsonObject(body) ? body.filter : undefined) ?? undefined;
  } catch {
    throw invalid(['body', 'filter'], 'must not contain NUL or lone surrogates', 'json_invalid');
  }
}

/** Errors of a list refer to the query; here its parameters are in the body. */
function throwAsOfBody(error: unknown): never {
  if (!(error instanceof ValidationError)) throw error;
  const issues = error.issues.map((issue) => {
    const [root, ...path] = issue.loc;
    return root === 'query' ? { ...issue, loc: ['body', ...path] } : issue;
  });
  throw new ValidationError(issues, { cause: error });
}
