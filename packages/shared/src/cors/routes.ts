import { NoQuery } from '../contract/common.ts';
import { errors, json, jsonBody, route, security } from '../contract/route.ts';
import { Cors, CorsQuery, SetCors } from './schema.ts';

const tags = ['System'];

export const getCors = route({
  method: 'get',
  path: '/system/cors',
  operationId: 'getCors',
  summary: 'Get the origins whose pages may call the API from a browser (ADMIN)',
  tags,
  security: security.token,
  request: { query: CorsQuery },
  responses: { 200: json(Cors, 'The origins'), ...errors(401, 403) },
});

export const setCors = route({
  method: 'put',
  path: '/system/cors',
  operationId: 'setCors',
  summary: 'Set the origins whose pages may call the API from a browser (ADMIN)',
  description:
    'Replaces the whole list. It is in force for every request and socket that comes after the answer, in all processes, so the answer takes a second. Open sockets stay open.',
  tags,
  security: security.token,
  request: { query: NoQuery, body: jsonBody(SetCors) },
  responses: { 200: json(Cors, 'The origins'), ...errors(400, 401, 403, 413, 415) },
});
