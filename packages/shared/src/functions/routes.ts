import { Count, CountQuery, IdParam, NoQuery } from '../contract/common.ts';
import { errors, json, jsonBody, noContent, route, security } from '../contract/route.ts';
import {
  CreateFunction,
  FunctionState,
  FunctionVariables,
  FunctionVersion,
  ListFunctions,
  Rollback,
  SelfDBFunction,
  UpdateFunction,
} from './schema.ts';

const tags = ['Functions'];

export const listFunctions = route({
  method: 'get',
  path: '/functions',
  operationId: 'listFunctions',
  summary: 'List functions',
  description: 'A user sees their own functions, an ADMIN all.',
  tags,
  security: security.token,
  request: { query: ListFunctions },
  responses: { 200: json(SelfDBFunction.array(), 'Functions'), ...errors(401) },
});

export const countFunctions = route({
  method: 'get',
  path: '/functions/count',
  operationId: 'countFunctions',
  summary: 'Count functions',
  tags,
  security: security.token,
  request: { query: CountQuery },
  responses: { 200: json(Count, 'The number of functions that the caller may see'), ...errors(401) },
});

export const createFunction = route({
  method: 'post',
  path: '/functions',
  operationId: 'createFunction',
  summary: 'Create a function',
  description:
    'By an ADMIN or, with FUNCTIONS_FOR=users, by any user. The code serves at once unless `deploy` is false. An error in the code is a 422 with its line and column.',
  tags,
  security: security.token,
  request: { query: NoQuery, body: jsonBody(CreateFunction) },
  responses: { 201: json(SelfDBFunction, 'The new function'), ...errors(400, 401, 403, 409, 413, 415) },
});

export const getFunction = route({
  method: 'get',
  path: '/functions/{id}',
  operationId: 'getFunction',
  summary: 'Get a function (owner)',
  tags,
  security: security.token,
  request: { query: NoQuery, params: IdParam },
  responses: { 200: json(SelfDBFunction, 'The function'), ...errors(401, 403, 404) },
});

export const updateFunction = route({
  method: 'patch',
  path: '/functions/{id}',
  operationId: 'updateFunction',
  summary: 'Change a function (owner)',
  description:
    'New code is a new version, which serves at once unless `deploy` is false. After an error in the code, a 422, the version before it keeps serving.',
  tags,
  security: security.token,
  request: { query: NoQuery, params: IdParam, body: jsonBody(UpdateFunction) },
  responses: { 200: json(SelfDBFunction, 'The function'), ...errors(400, 401, 403, 404, 409, 413, 415) },
});

export const deleteFunction = route({
  method: 'delete',
  path: '/functions/{id}',
  operationId: 'deleteFunction',
  summary: 'Delete a function (owner)',
  tags,
  security: security.token,
  request: { query: NoQuery, params: IdParam },
  responses: { 204: noContent, ...errors(401, 403, 404) },
});

export const deployFunction = route({
  method: 'post',
  path: '/functions/{id}/deploy',
  operationId: 'deployFunction',
  summary: 'Deploy the newest version (owner)',
  tags,
  security: security.token,
  request: { query: NoQuery, params: IdParam },
  responses: { 200: json(SelfDBFunction, 'The function'), ...errors(401, 403, 404, 409) },
});

export const setFunctionState = route({
  method: 'patch',
  path: '/functions/{id}/state',
  operationId: 'setFunctionState',
  summary: 'Activate or deactivate a function (owner)',
  tags,
  security: security.token,
  request: { query: NoQuery, params: IdParam, body: jsonBody(FunctionState) },
  responses: { 200: json(SelfDBFunction, 'The function'), ...errors(400, 401, 403, 404, 413, 415) },
});

export const setFunctionVariables = route({
  method: 'put',
  path: '/functions/{id}/env',
  operationId: 'setFunctionVariables',
  summary: 'Replace the variables (owner)',
  description: 'A masked value keeps the stored one.',
  tags,
  security: security.token,
  request: { query: NoQuery, params: IdParam, body: jsonBody(FunctionVariables) },
  responses: { 200: json(SelfDBFunction, 'The function'), ...errors(400, 401, 403, 404, 413, 415) },
});

export const listFunctionVersions = route({
  method: 'get',
  path: '/functions/{id}/versions',
  operationId: 'listFunctionVersions',
  summary: 'List versions, newest first (owner)',
  tags,
  security: security.token,
  request: { query: NoQuery, params: IdParam },
  responses: { 200: json(FunctionVersion.array(), 'Versions, at most 100'), ...errors(401, 403, 404) },
});

export const rollbackFunction = route({
  method: 'post',
  path: '/functions/{id}/rollback',
  operationId: 'rollbackFunction',
  summary: 'Serve an earlier version again (owner)',
  description: 'Saves the code of that version as a new version, and deploys it.',
  tags,
  security: security.token,
  request: { query: NoQuery, params: IdParam, body: jsonBody(Rollback) },
  responses: { 200: json(SelfDBFunction, 'The function'), ...errors(400, 401, 403, 404, 413, 415) },
});
