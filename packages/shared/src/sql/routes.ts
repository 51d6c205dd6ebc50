import { IdParam, NoQuery } from '../contract/common.ts';
import { errors, json, jsonBody, noContent, route, security } from '../contract/route.ts';
import {
  CreateSqlHistoryEntry,
  CreateSqlSnippet,
  ListSqlHistory,
  ListSqlSnippets,
  RunSql,
  SqlAnswer,
  SqlErrorBody,
  SqlHistoryEntry,
  SqlSnippet,
  UpdateSqlSnippet,
} from './schema.ts';
import { CreateSqlTab, ListSqlTabs, SqlTab, UpdateSqlTab } from './tab.ts';

const tags = ['SQL'];

export const runSql = route({
  method: 'post',
  path: '/sql/query',
  operationId: 'runSql',
  summary: 'Run SQL (ADMIN)',
  description:
    'Runs as a role that is not a superuser. Several statements are one transaction. A single statement runs without an explicit transaction, unless it is `read_only`, so VACUUM and similar commands work. Numbers in rows keep every digit.',
  tags,
  security: security.token,
  request: { query: NoQuery, body: jsonBody(RunSql) },
  responses: {
    200: json(SqlAnswer, 'The result of each statement'),
    ...errors(401, 403, 413, 415),
    400: json(SqlErrorBody, 'Malformed, or an SQL error; the transaction was rolled back'),
  },
});

export const listSqlHistory = route({
  method: 'get',
  path: '/sql/history',
  operationId: 'listSqlHistory',
  summary: 'List your own SQL runs, newest first (ADMIN)',
  tags,
  security: security.token,
  request: { query: ListSqlHistory },
  responses: { 200: json(SqlHistoryEntry.array(), 'Runs'), ...errors(401, 403) },
});

export const createSqlHistoryEntry = route({
  method: 'post',
  path: '/sql/history',
  operationId: 'createSqlHistoryEntry',
  summary: 'Add a run to your own SQL history (ADMIN)',
  description: 'For clients that run SQL by other means. `POST /sql/query` records its runs itself.',
  tags,
  security: security.token,
  request: { query: NoQuery, body: jsonBody(CreateSqlHistoryEntry) },
  responses: { 201: json(SqlHistoryEntry, 'The new entry'), ...errors(400, 401, 403, 413, 415) },
});

export const clearSqlHistory = route({
  method: 'delete',
  path: '/sql/history',
  operationId: 'clearSqlHistory',
  summary: 'Delete your own SQL runs (ADMIN)',
  tags,
  security: security.token,
  request: { query: NoQuery },
  responses: { 204: noContent, ...errors(401, 403) },
});

export const listSqlSnippets = route({
  method: 'get',
  path: '/sql/snippets',
  operationId: 'listSqlSnippets',
  summary: 'List your own snippets and shared ones (ADMIN)',
  tags,
  security: security.token,
  request: { query: ListSqlSnippets },
  responses: { 200: json(SqlSnippet.array(), 'Snippets'), ...errors(401, 403) },
});

export const createSqlSnippet = route({
  method: 'post',
  path: '/sql/snippets',
  operationId: 'createSqlSnippet',
  summary: 'Save a snippet (ADMIN)',
  tags,
  security: security.token,
  request: { query: NoQuery, body: jsonBody(CreateSqlSnippet) },
  responses: { 201: json(SqlSnippet, 'The new snippet'), ...errors(400, 401, 403, 413, 415) },
});

export const updateSqlSnippet = route({
  method: 'patch',
  path: '/sql/snippets/{id}',
  operationId: 'updateSqlSnippet',
  summary: 'Change a snippet (ADMIN)',
  tags,
  security: security.token,
  request: { query: NoQuery, params: IdParam, body: jsonBody(UpdateSqlSnippet) },
  responses: { 200: json(SqlSnippet, 'The changed snippet'), ...errors(400, 401, 403, 404, 413, 415) },
});

export const deleteSqlSnippet = route({
  method: 'delete',
  path: '/sql/snippets/{id}',
  operationId: 'deleteSqlSnippet',
  summary: 'Delete a snippet (ADMIN)',
  tags,
  security: security.token,
  request: { query: NoQuery, params: IdParam },
  responses: { 204: noContent, ...errors(401, 403, 404) },
});

export const listSqlTabs = route({
  method: 'get',
  path: '/sql/tabs',
  operationId: 'listSqlTabs',
  summary: 'List your own tabs of the SQL editor, by position (ADMIN)',
  tags,
  security: security.token,
  request: { query: ListSqlTabs },
  responses: { 200: json(SqlTab.array(), 'Tabs'), ...errors(401, 403) },
});

export const createSqlTab = route({
  method: 'post',
  path: '/sql/tabs',
  operationId: 'createSqlTab',
  summary: 'Open a tab of the SQL editor (ADMIN)',
  description: 'A user has at most 100 tabs; one more answers 409.',
  tags,
  security: security.token,
  request: { query: NoQuery, body: jsonBody(CreateSqlTab) },
  responses: { 201: json(SqlTab, 'The new tab'), ...errors(400, 401, 403, 409, 413, 415) },
});

export const updateSqlTab = route({
  method: 'patch',
  path: '/sql/tabs/{id}',
  operationId: 'updateSqlTab',
  summary: 'Change one of your own tabs of the SQL editor (ADMIN)',
  description:
    'The last write wins. With the `updated_at` that you know, a tab that was changed since then answers 409 and stays as it is.',
  tags,
  security: security.token,
  request: { query: NoQuery, params: IdParam, body: jsonBody(UpdateSqlTab) },
  responses: { 200: json(SqlTab, 'The changed tab'), ...errors(400, 401, 403, 404, 409, 413, 415) },
});

export const deleteSqlTab = route({
  method: 'delete',
  path: '/sql/tabs/{id}',
  operationId: 'deleteSqlTab',
  summary: 'Close one of your own tabs of the SQL editor (ADMIN)',
  tags,
  security: security.token,
  request: { query: NoQuery, params: IdParam },
  responses: { 204: noContent, ...errors(401, 403, 404) },
});
