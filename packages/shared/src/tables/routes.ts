import { Count, CountQuery, IdParam, NoQuery } from '../contract/common.ts';
import { errors, json, jsonBody, noContent, route, security } from '../contract/route.ts';
import { z } from '../contract/zod.ts';
import { AddColumn, ColumnParams, UpdateColumn } from './column.ts';
import { CreateIndex, IndexParams, TableIndex, TableRelationship, TableSql } from './definition.ts';
import { DRY_RUN, DryRunQuery, SqlPreview } from './dry-run.ts';
import { CreateTable, DeletedTable, ListTables, Table, UpdateTable } from './schema.ts';

const tags = ['Tables'];

export const listTables = route({
  method: 'get',
  path: '/tables',
  operationId: 'listTables',
  summary: 'List tables',
  description:
    'Every caller sees public tables. A signed-in user also sees their own tables and those with the access `users`. An ADMIN sees all tables.',
  tags,
  security: security.keyAndMaybeToken,
  request: { query: ListTables },
  responses: { 200: json(Table.array(), 'Tables'), ...errors(401) },
});

export const countTables = route({
  method: 'get',
  path: '/tables/count',
  operationId: 'countTables',
  summary: 'Count tables',
  tags,
  security: security.keyAndMaybeToken,
  request: { query: CountQuery },
  responses: { 200: json(Count, 'The number of tables that the caller may see'), ...errors(401) },
});

export const createTable = route({
  method: 'post',
  path: '/tables',
  operationId: 'createTable',
  summary: 'Create a table',
  description: `The server adds \`id\`, \`created_at\` and \`updated_at\` if they are not declared, and keeps an added \`updated_at\` current. A declared \`id\` without a default gets one: \`uuidv7()\` for uuid and text types, an identity for integer types. ${DRY_RUN}`,
  tags,
  security: security.token,
  request: { query: DryRunQuery, body: jsonBody(CreateTable) },
  responses: {
    200: json(SqlPreview, 'The SQL, with `dry_run`'),
    201: json(Table, 'The new table'),
    ...errors(400, 401, 409, 413, 415),
  },
});

export const getTable = route({
  method: 'get',
  path: '/tables/{id}',
  operationId: 'getTable',
  summary: 'Get a table',
  tags,
  security: security.keyAndMaybeToken,
  request: { query: NoQuery, params: IdParam },
  responses: { 200: json(Table, 'The table'), ...errors(401, 403, 404) },
});

export const listTableIndexes = route({
  method: 'get',
  path: '/tables/{id}/indexes',
  operationId: 'listTableIndexes',
  summary: 'List the indexes of a table',
  description: 'Includes the indexes of constraints. The primary key comes first, the others by name.',
  tags,
  security: security.keyAndMaybeToken,
  request: { query: NoQuery, params: IdParam },
  responses: { 200: json(TableIndex.array(), 'Indexes'), ...errors(401, 403, 404, 409, 413) },
});

export const createIndex = route({
  method: 'post',
  path: '/tables/{id}/indexes',
  operationId: 'createIndex',
  summary: 'Create an index (owner)',
  description: `Rows can't be written while the index is being built. ${DRY_RUN}`,
  tags,
  security: security.token,
  request: { query: DryRunQuery, params: IdParam, body: jsonBody(CreateIndex) },
  responses: {
    200: json(SqlPreview, 'The SQL, with `dry_run`'),
    201: json(TableIndex, 'The new index'),
    ...errors(400, 401, 403, 404, 409, 413, 415),
  },
});

export const deleteIndex = route({
  method: 'delete',
  path: '/tables/{id}/indexes/{name}',
  operationId: 'deleteIndex',
  summary: 'Delete an index (owner)',
  description: `The index of a primary key or another constraint answers 409. ${DRY_RUN}`,
  tags,
  security: security.token,
  request: { query: DryRunQuery, params: IndexParams },
  responses: {
    200: json(SqlPreview, 'The SQL, with `dry_run`'),
    204: noContent,
    ...errors(400, 401, 403, 404, 409, 413),
  },
});

export const listTableRelationships = route({
  method: 'get',
  path: '/tables/{id}/relationships',
  operationId: 'listTableRelationships',
  summary: 'List the foreign keys from a table and to it',
  description:
    'Its own foreign keys come first, as `references` of its columns shows them. Foreign keys to it follow, if the caller may read their tables.',
  tags,
  security: security.keyAndMaybeToken,
  request: { query: NoQuery, params: IdParam },
  responses: { 200: json(TableRelationship.array(), 'Foreign keys'), ...errors(401, 403, 404, 413) },
});

export const getTableSql = route({
  method: 'get',
  path: '/tables/{id}/sql',
  operationId: 'getTableSql',
  summary: 'Get the SQL that creates a table again',
  description:
    'Covers columns, constraints, indexes, partitions and comments, and for the owner also triggers and policies. The types, functions and other tables that it refers to must exist.',
  tags,
  security: security.keyAndMaybeToken,
  request: { query: NoQuery, params: IdParam },
  responses: { 200: json(TableSql, 'SQL'), ...errors(401, 403, 404, 409, 413) },
});

export const updateTable = route({
  method: 'patch',
  path: '/tables/{id}',
  operationId: 'updateTable',
  summary: 'Change a table (owner)',
  description: DRY_RUN,
  tags,
  security: security.token,
  request: { query: DryRunQuery, params: IdParam, body: jsonBody(UpdateTable) },
  responses: {
    200: json(z.union([Table, SqlPreview]), 'The changed table'),
    ...errors(400, 401, 403, 404, 409, 413, 415),
  },
});

export const deleteTable = route({
  method: 'delete',
  path: '/tables/{id}',
  operationId: 'deleteTable',
  summary: 'Delete a table and its rows (owner)',
  description: DRY_RUN,
  tags,
  security: security.token,
  request: { query: DryRunQuery, params: IdParam },
  responses: {
    200: json(z.union([DeletedTable, SqlPreview]), 'The dropped table'),
    ...errors(401, 403, 404, 409),
  },
});

export const addColumn = route({
  method: 'post',
  path: '/tables/{id}/columns',
  operationId: 'addColumn',
  summary: 'Add a column (owner)',
  description: DRY_RUN,
  tags,
  security: security.token,
  request: { query: DryRunQuery, params: IdParam, body: jsonBody(AddColumn) },
  responses: {
    200: json(z.union([Table, SqlPreview]), 'The table'),
    ...errors(400, 401, 403, 404, 409, 413, 415),
  },
});

export const updateColumn = route({
  method: 'patch',
  path: '/tables/{id}/columns/{column}',
  operationId: 'updateColumn',
  summary: 'Rename or change a column (owner)',
  description: `A change of type that would lose data answers 409 and changes nothing. ${DRY_RUN}`,
  tags,
  security: security.token,
  request: { query: DryRunQuery, params: ColumnParams, body: jsonBody(UpdateColumn) },
  responses: {
    200: json(z.union([Table, SqlPreview]), 'The table'),
    ...errors(400, 401, 403, 404, 409, 413, 415),
  },
});

export const deleteColumn = route({
  method: 'delete',
  path: '/tables/{id}/columns/{column}',
  operationId: 'deleteColumn',
  summary: 'Delete a column (owner)',
  description: DRY_RUN,
  tags,
  security: security.token,
  request: { query: DryRunQuery, params: ColumnParams },
  responses: {
    200: json(z.union([Table, SqlPreview]), 'The table without the column'),
    ...errors(401, 403, 404, 409),
  },
});
