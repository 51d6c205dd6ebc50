import { NoQuery } from '../contract/common.ts';
import { errors, json, noContent, route, security } from '../contract/route.ts';
import { ListUserSessions, UserParam, UserSession, UserSessionParams } from './schema.ts';

const tags = ['Users'];

export const listUserSessions = route({
  method: 'get',
  path: '/users/{id}/sessions',
  operationId: 'listUserSessions',
  summary: "List a user's sessions, the last used first (self, ADMIN)",
  description: 'Only sessions that have neither ended nor expired.',
  tags,
  security: security.token,
  request: { query: ListUserSessions, params: UserParam },
  responses: { 200: json(UserSession.array(), 'Sessions'), ...errors(401, 403, 404) },
});

export const endOtherUserSessions = route({
  method: 'delete',
  path: '/users/{id}/sessions',
  operationId: 'endOtherUserSessions',
  summary: "End a user's sessions, except the session of this call (self, ADMIN)",
  description:
    'For the caller, this ends all other sessions; `POST /users/logout/all` ends this one, too. An ADMIN ends all sessions of another user.',
  tags,
  security: security.token,
  request: { query: NoQuery, params: UserParam },
  responses: { 204: noContent, ...errors(400, 401, 403, 404, 413) },
});

export const endUserSession = route({
  method: 'delete',
  path: '/users/{id}/sessions/{session_id}',
  operationId: 'endUserSession',
  summary: 'End a session (self, ADMIN)',
  description:
    'Its tokens stop working at once, and its realtime channels close. It may be the session of this call.',
  tags,
  security: security.token,
  request: { query: NoQuery, params: UserSessionParams },
  responses: { 204: noContent, ...errors(400, 401, 403, 404, 413) },
});
