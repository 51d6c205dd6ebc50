import { createRoute } from '@hono/zod-openapi';
import { Count, CountQuery, IdParam, NoQuery } from '../schemas/common.ts';
import {
  AddColumn,
  ColumnParams,
  CreateTable,
  ListTables,
  Table,
  UpdateColumn,
  UpdateTable,
} from '../schemas/table.ts';
import { errors, json, jsonBody, noContent, security } from './contract.ts';

const tags = ['Tables'];

export const listTables = createRoute({
  method: 'get',
  path: '/tables',
  operationId: 'listTables',
  summary: 'List tables',
  description: 'Anyone sees the public ones, a user also those for users and their own, an ADMIN all.',
  tags,
  security: security.keyAndMaybeToken,
  request: { query: ListTables },
  responses: { 200: json(Table.array(), 'Tables'), ...errors(401) },
});

export const countTables = createRoute({
  method: 'get',
  path: '/tables/count',
  operationId: 'countTables',
  summary: 'Count tables',
  tags,
  security: security.keyAndMaybeToken,
  request: { query: CountQuery },
  responses: { 200: json(Count, 'How many the caller may see'), ...errors(401) },
});

export const createTable = createRoute({
  method: 'post',
  path: '/tables',
  operationId: 'createTable',
  summary: 'Create a table',
  description: '`id`, `created_at` and `updated_at` are added when they are not declared.',
  tags,
  security: security.token,
  request: { query: NoQuery, body: jsonBody(CreateTable) },
  responses: { 201: json(Table, 'The new table'), ...errors(400, 401, 409, 413, 415) },
});

export const getTable = createRoute({
  method: 'get',
  path: '/tables/{id}',
  operationId: 'getTable',
  summary: 'A table',
  tags,
  security: security.keyAndMaybeToken,
  request: { query: NoQuery, params: IdParam },
  responses: { 200: json(Table, 'The table'), ...errors(401, 403, 404) },
});

export const updateTable = createRoute({
  method: 'patch',
  path: '/tables/{id}',
  operationId: 'updateTable',
  summary: 'Change a table (owner)',
  tags,
  security: security.token,
  request: { query: NoQuery, params: IdParam, body: jsonBody(UpdateTable) },
  responses: { 200: json(Table, 'The table, changed'), ...errors(400, 401, 403, 404, 409, 413, 415) },
});

export const deleteTable = createRoute({
  method: 'delete',
  path: '/tables/{id}',
  operationId: 'deleteTable',
  summary: 'Drop a table and its rows (owner)',
  tags,
  security: security.token,
  request: { query: NoQuery, params: IdParam },
  responses: { 204: noContent, ...errors(401, 403, 404, 409) },
});

export const addColumn = createRoute({
  method: 'post',
  path: '/tables/{id}/columns',
  operationId: 'addColumn',
  summary: 'Add a column (owner)',
  tags,
  security: security.token,
  request: { query: NoQuery, params: IdParam, body: jsonBody(AddColumn) },
  responses: { 200: json(Table, 'The table'), ...errors(400, 401, 403, 404, 409, 413, 415) },
});

export const updateColumn = createRoute({
  method: 'patch',
  path: '/tables/{id}/columns/{column}',
  operationId: 'updateColumn',
  summary: 'Rename or change a column (owner)',
  description: 'A change of type that would lose data is refused with 409 and changes nothing.',
  tags,
  security: security.token,
  request: { query: NoQuery, params: ColumnParams, body: jsonBody(UpdateColumn) },
  responses: { 200: json(Table, 'The table'), ...errors(400, 401, 403, 404, 409, 413, 415) },
});

export const deleteColumn = createRoute({
  method: 'delete',
  path: '/tables/{id}/columns/{column}',
  operationId: 'deleteColumn',
  summary: 'Drop a column (owner)',
  tags,
  security: security.token,
  request: { query: NoQuery, params: ColumnParams },
  responses: { 204: noContent, ...errors(401, 403, 404, 409) },
});
