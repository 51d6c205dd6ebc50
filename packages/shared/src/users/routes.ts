import { Count, CountQuery, IdParam, listQuery, Message, NoQuery } from '../contract/common.ts';
import { errors, json, jsonBody, optionalJsonBody, route, security } from '../contract/route.ts';
import {
  ChangePassword,
  CreateUser,
  DeletedUser,
  Login,
  Logout,
  Owned,
  Refresh,
  Tokens,
  UpdateMe,
  UpdateUser,
  User,
} from './schema.ts';

const tags = ['Users'];
export const USER_SORT_FIELDS = [
  ...(['created_at', 'email', 'first_name', 'last_name'] as const),
  ...(['createdAt', 'firstName', 'lastName'] as const),
] as const;
const VISIBLE =
  'For every signed-in user, or only for administrators with `USERS_VISIBLE_TO=admins`. A caller who is not ADMIN gets an empty `email` for other users.';

export const login = route({
  method: 'post',
  path: '/users/token',
  operationId: 'login',
  summary: 'Sign in',
  description:
    'Also takes the OAuth2 password form (RFC 6749, section 4.3.2) as `application/x-www-form-urlencoded`: `username` is the e-mail address, `password` the password.',
  tags,
  security: security.key,
  request: { query: NoQuery, body: jsonBody(Login) },
  responses: { 200: json(Tokens, 'Tokens of a new session'), ...errors(400, 401, 403, 413, 415, 429) },
});

export const refreshToken = route({
  method: 'post',
  path: '/users/token/refresh',
  operationId: 'refreshToken',
  summary: 'Exchange a refresh token for new tokens',
  description: 'The old refresh token stops working. Using it again ends the whole session.',
  tags,
  security: security.key,
  request: { query: NoQuery, body: jsonBody(Refresh) },
  responses: { 200: json(Tokens, 'New tokens of the same session'), ...errors(400, 401, 413, 415) },
});

export const logout = route({
  method: 'post',
  path: '/users/logout',
  operationId: 'logout',
  summary: 'Sign out',
  description:
    'The access tokens of the session stop working at once. A `refresh_token` in the body ends its session of the caller, too.',
  tags,
  security: security.token,
  request: { query: NoQuery, body: optionalJsonBody(Logout) },
  responses: { 200: json(Message, 'Signed out'), ...errors(400, 401, 413, 415) },
});

export const logoutAll = route({
  method: 'post',
  path: '/users/logout/all',
  operationId: 'logoutAll',
  summary: 'Sign out everywhere',
  tags,
  security: security.token,
  request: { query: NoQuery },
  responses: { 200: json(Message, 'Signed out everywhere'), ...errors(400, 401, 413) },
});

export const getMe = route({
  method: 'get',
  path: '/users/me',
  operationId: 'getMe',
  summary: 'Get your own account',
  tags,
  security: security.token,
  request: { query: NoQuery },
  responses: { 200: json(User, 'The caller'), ...errors(401) },
});

export const updateMe = route({
  method: 'patch',
  path: '/users/me',
  operationId: 'updateMe',
  summary: 'Change your own name',
  tags,
  security: security.token,
  request: { query: NoQuery, body: jsonBody(UpdateMe) },
  responses: { 200: json(User, 'The changed caller'), ...errors(400, 401, 413, 415) },
});

export const changePassword = route({
  method: 'post',
  path: '/users/me/password',
  operationId: 'changePassword',
  summary: 'Change your own password',
  description: "Ends the caller's other sessions.",
  tags,
  security: security.token,
  request: { query: NoQuery, body: jsonBody(ChangePassword) },
  responses: { 200: json(Message, 'Changed'), ...errors(400, 401, 403, 413, 415, 429) },
});

export const createUser = route({
  method: 'post',
  path: '/users',
  operationId: 'createUser',
  summary: 'Sign up',
  description: 'Anyone may register a USER; an ADMIN may create an ADMIN.',
  tags,
  security: security.keyAndMaybeToken,
  request: { query: NoQuery, body: jsonBody(CreateUser) },
  responses: { 201: json(User, 'The new user'), ...errors(400, 401, 403, 409, 413, 415) },
});

export const listUsers = route({
  method: 'get',
  path: '/users',
  operationId: 'listUsers',
  summary: 'List users',
  description: `${VISIBLE} \`search\` covers names, and e-mail addresses for an ADMIN.`,
  tags,
  security: security.token,
  request: { query: listQuery(USER_SORT_FIELDS) },
  responses: { 200: json(User.array(), 'Users'), ...errors(401, 403) },
});

export const countUsers = route({
  method: 'get',
  path: '/users/count',
  operationId: 'countUsers',
  summary: 'Count users',
  description: VISIBLE,
  tags,
  security: security.token,
  request: { query: CountQuery },
  responses: { 200: json(Count, 'The number of users'), ...errors(401, 403) },
});

export const getUser = route({
  method: 'get',
  path: '/users/{id}',
  operationId: 'getUser',
  summary: 'Get a user',
  description: VISIBLE,
  tags,
  security: security.token,
  request: { query: NoQuery, params: IdParam },
  responses: { 200: json(User, 'The user'), ...errors(401, 403, 404) },
});

export const getOwned = route({
  method: 'get',
  path: '/users/{id}/owned',
  operationId: 'getOwned',
  summary: 'Count what a user owns (self, ADMIN)',
  description: 'What `DELETE /users/{id}` passes to an ADMIN.',
  tags,
  security: security.token,
  request: { query: NoQuery, params: IdParam },
  responses: { 200: json(Owned, 'The numbers'), ...errors(401, 403, 404) },
});

export const updateUser = route({
  method: 'patch',
  path: '/users/{id}',
  operationId: 'updateUser',
  summary: 'Change a user (self: names; ADMIN: all)',
  description: 'Demoting or deactivating the last active ADMIN answers 409.',
  tags,
  security: security.token,
  request: { query: NoQuery, params: IdParam, body: jsonBody(UpdateUser) },
  responses: { 200: json(User, 'The changed user'), ...errors(400, 401, 403, 404, 409, 413, 415) },
});

export const deleteUser = route({
  method: 'delete',
  path: '/users/{id}',
  operationId: 'deleteUser',
  summary: 'Delete a user (self, ADMIN)',
  description:
    'What the user owned passes to the deleting ADMIN, or to the oldest ADMIN. Deleting the last active ADMIN answers 409.',
  tags,
  security: security.token,
  request: { query: NoQuery, params: IdParam },
  responses: { 200: json(DeletedUser, 'Deleted'), ...errors(400, 401, 403, 404, 409, 413) },
});
