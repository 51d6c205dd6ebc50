import { Count, IdParam, NoQuery } from '../contract/common.ts';
import { errors, json, jsonBody, route, security } from '../contract/route.ts';
import {
  DeletedRow,
  FilterQuery,
  InsertBody,
  InsertQuery,
  ListRows,
  QueryRows,
  Row,
  RowBody,
  RowPage,
  RowParams,
  RowQuery,
} from './schema.ts';

const tags = ['Rows'];
const CURSOR = '`X-SelfDB-Cursor` is a position in the change feed after this write: see `sync` of realtime.';

const RAISED =
  'If a trigger or function of the table raises an error, `detail` is its message and `hint` its hint. The SQLSTATE decides the status: 409 for the classes 23, 40 and 55 (422 for 23502 and 23514), 403 for 42501 and 28, 404 for PT404, 503 for 53 and 57, else 422.';

const ONE_ROW =
  'One row or none. 409 if several rows have the key, which may happen when other tables inherit from this one.';
const KEY =
  'The keys `.` and `..` have no URL, because clients remove them from a path. Use `id_column` with another unique column, or `filter`.';

export const listRows = route({
  method: 'get',
  path: '/tables/{id}/data',
  operationId: 'listRows',
  summary: 'List rows',
  description:
    'Reads a page of rows. `filter` and `search` choose them, `sort_by` and `sort_order` order them, and `select` names the columns. For the next page, raise `page`, or send `next_cursor` of this one as `cursor`, which stays fast in large tables. A URL has at most 64 KiB, and a longer one gets an empty 414: send a long filter to `POST /tables/{id}/data/query`.',
  tags,
  security: security.keyAndMaybeToken,
  request: { query: ListRows, params: IdParam },
  responses: { 200: json(RowPage, 'A page of rows'), ...errors(401, 403, 404, 409, 413) },
});

export const queryRows = route({
  method: 'post',
  path: '/tables/{id}/data/query',
  operationId: 'queryRows',
  summary: 'List rows by a filter too long for a URL',
  description: 'The same as `GET /tables/{id}/data`, with its parameters as fields of a JSON body.',
  tags,
  security: security.keyAndMaybeToken,
  request: { query: NoQuery, params: IdParam, body: jsonBody(QueryRows) },
  responses: { 200: json(RowPage, 'A page of rows'), ...errors(400, 401, 403, 404, 409, 413, 415) },
});

export const insertRows = route({
  method: 'post',
  path: '/tables/{id}/data',
  operationId: 'insertRows',
  summary: 'Insert a row, or up to 10,000 at once',
  description: `All or nothing: if a trigger leaves a row out, no row is inserted (409 \`row_skipped\`). With \`on_conflict\` (owner), existing rows are updated; columns that are not sent keep their values. ${RAISED} ${CURSOR}`,
  tags,
  security: security.keyAndMaybeToken,
  request: { query: InsertQuery, params: IdParam, body: jsonBody(InsertBody) },
  responses: {
    201: json(Row.or(Row.array()), 'The row, or the rows, with defaults filled in'),
    ...errors(400, 401, 403, 404, 409, 413, 415),
  },
});

export const updateRows = route({
  method: 'patch',
  path: '/tables/{id}/data',
  operationId: 'updateRows',
  summary: 'Change the rows that match a filter (owner)',
  description: CURSOR,
  tags,
  security: security.token,
  request: { query: FilterQuery, params: IdParam, body: jsonBody(RowBody) },
  responses: { 200: json(Count, 'The number of changed rows'), ...errors(400, 401, 403, 404, 409, 413, 415) },
});

export const deleteRows = route({
  method: 'delete',
  path: '/tables/{id}/data',
  operationId: 'deleteRows',
  summary: 'Delete the rows that match a filter (owner)',
  description: CURSOR,
  tags,
  security: security.token,
  request: { query: FilterQuery, params: IdParam },
  responses: { 200: json(Count, 'The number of deleted rows'), ...errors(401, 403, 404, 409) },
});

export const getRow = route({
  method: 'get',
  path: '/tables/{id}/data/{row_id}',
  operationId: 'getRow',
  summary: 'Get a row',
  description: `${ONE_ROW} ${KEY}`,
  tags,
  security: security.keyAndMaybeToken,
  request: { query: RowQuery, params: RowParams },
  responses: { 200: json(Row, 'The row'), ...errors(401, 403, 404, 409) },
});

export const updateRow = route({
  method: 'patch',
  path: '/tables/{id}/data/{row_id}',
  operationId: 'updateRow',
  summary: 'Change a row (owner, or the user in its `user_id`)',
  description: `${ONE_ROW} ${KEY} ${CURSOR}`,
  tags,
  security: security.token,
  request: { query: RowQuery, params: RowParams, body: jsonBody(RowBody) },
  responses: { 200: json(Row, 'The changed row'), ...errors(400, 401, 403, 404, 409, 413, 415) },
});

export const deleteRow = route({
  method: 'delete',
  path: '/tables/{id}/data/{row_id}',
  operationId: 'deleteRow',
  summary: 'Delete a row (owner, or the user in its `user_id`)',
  description: `${ONE_ROW} ${KEY} ${CURSOR}`,
  tags,
  security: security.token,
  request: { query: RowQuery, params: RowParams },
  responses: { 200: json(DeletedRow, 'The key of the deleted row'), ...errors(401, 403, 404, 409) },
});
