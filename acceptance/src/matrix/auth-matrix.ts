import { BACKUP_MATRIX } from './backup-matrix.ts';
import { FUNCTION_MATRIX } from './function-matrix.ts';
import {
  adminOnly,
  anyCaller,
  type Operation,
  ofUser,
  privateRead,
  privateWrite,
  type Things,
  userOnly,
} from './operation.ts';
import { STORAGE_MATRIX } from './storage-matrix.ts';
import { WEBHOOK_MATRIX } from './webhook-matrix.ts';

const table =
  (rest = '') =>
  (things: Things) =>
    `/tables/${things.tableId}${rest}`;
const row = (things: Things) => `/tables/${things.tableId}/data/${things.rowId}`;
const user = (things: Things) => `/users/${things.userId}`;
const snippet = (things: Things) => `/sql/snippets/${things.snippetId}`;
const tab = (things: Things) => `/sql/tabs/${things.tabId}`;
const sessions = (things: Things) => `/users/${things.userId}/sessions`;
const byFilter = (things: Things) => ({ filter: things.filter });

/** Every operation of `/openapi.json`, and what each caller gets from it. */
export const AUTH_MATRIX: Record<string, Operation> = {
  'GET /health': { outcome: anyCaller(200), isOpen: true },
  'GET /system/status': { outcome: anyCaller(200) },
  'GET /system/metrics': { outcome: adminOnly(200) },
  'GET /system/settings': { outcome: adminOnly(200) },
  'GET /system/cors': { outcome: adminOnly(200) },
  'PUT /system/cors': { outcome: adminOnly(200), body: () => ({ origins: ['*'] }) },
  'GET /system/logs': { outcome: adminOnly(200) },
  'GET /system/audit': { outcome: adminOnly(200) },

  'POST /users/token': { outcome: anyCaller(200), body: ({ email, password }) => ({ email, password }) },
  'POST /users/token/refresh': {
    outcome: anyCaller(200),
    body: ({ refreshToken }) => ({ refresh_token: refreshToken }),
  },
  'POST /users/logout': { outcome: userOnly(200), body: () => ({}) },
  'POST /users/logout/all': { outcome: userOnly(200) },
  'GET /users/me': { outcome: userOnly(200) },
  'PATCH /users/me': { outcome: userOnly(200), body: () => ({ firstName: 'Walked' }) },
  'POST /users/me/password': {
    outcome: userOnly([200, 204]),
    body: ({ password }) => ({ current_password: password, new_password: `${password} 2` }),
  },
  'POST /users': {
    outcome: anyCaller(201),
    body: ({ name, password }) => ({
      email: `${name}@acceptance.example.com`,
      password,
      firstName: 'A',
      lastName: 'B',
    }),
  },
  'GET /users': { outcome: userOnly(200) },
  'GET /users/count': { outcome: userOnly(200) },
  'GET /users/{id}': { outcome: userOnly(200), path: user },
  'PATCH /users/{id}': {
    outcome: ofUser(200),
    path: user,
    body: () => ({ lastName: 'Walked' }),
  },
  'DELETE /users/{id}': { outcome: ofUser(200), path: user },

  'GET /users/{id}/owned': { outcome: ofUser(200), path: (things) => `${user(things)}/owned` },
  'GET /users/{id}/sessions': { outcome: ofUser(200), path: sessions },
  'DELETE /users/{id}/sessions': { outcome: ofUser(204), path: sessions },
  'DELETE /users/{id}/sessions/{session_id}': {
    outcome: ofUser(204),
    path: (things) => `${sessions(things)}/${things.sessionId}`,
  },

  'GET /realtime/socket': { outcome: anyCaller(426) },
  'GET /realtime/socket/websocket': { outcome: anyCaller(426) },
  'POST /realtime/broadcast': {
    outcome: userOnly(200),
    body: () => ({ topic: 'room:walked', event: 'walked', payload: {} }),
  },
  'GET /realtime/status': { outcome: adminOnly(200) },

  'GET /tables': { outcome: anyCaller(200) },
  'GET /tables/count': { outcome: anyCaller(200) },
  'POST /tables': {
    outcome: userOnly(201),
    body: ({ name }) => ({ name, table_schema: { a: { type: 'text' } }, public: false }),
  },
  'GET /tables/{id}': { outcome: privateRead, path: table() },
  'GET /tables/{id}/indexes': { outcome: privateRead, path: table('/indexes') },
  'POST /tables/{id}/indexes': {
    outcome: privateWrite(201),
    path: table('/indexes'),
    body: () => ({ columns: ['title'] }),
  },
  'DELETE /tables/{id}/indexes/{name}': {
    outcome: privateWrite(204),
    path: (things) => table(`/indexes/${things.indexName}`)(things),
  },
  'GET /tables/{id}/relationships': { outcome: privateRead, path: table('/relationships') },
  'GET /tables/{id}/sql': { outcome: privateRead, path: table('/sql') },
  'PATCH /tables/{id}': {
    outcome: privateWrite(200),
    path: table(),
    body: () => ({ description: 'walked' }),
  },
  'DELETE /tables/{id}': { outcome: privateWrite(200), path: table() },
  'POST /tables/{id}/columns': {
    outcome: privateWrite([200, 201]),
    path: table('/columns'),
    body: () => ({ name: 'extra', type: 'text' }),
  },
  'PATCH /tables/{id}/columns/{column}': {
    outcome: privateWrite(200),
    path: table('/columns/title'),
    body: () => ({ new_name: 'heading' }),
  },
  'DELETE /tables/{id}/columns/{column}': {
    outcome: privateWrite(200),
    path: table('/columns/title'),
  },

  'GET /tables/{id}/data': { outcome: privateRead, path: table('/data') },
  'POST /tables/{id}/data/query': {
    outcome: privateRead,
    path: table('/data/query'),
    body: ({ filter }) => ({ filter: JSON.parse(filter) }),
  },
  'POST /tables/{id}/data': {
    outcome: privateWrite(201),
    path: table('/data'),
    body: () => ({ title: 'walked' }),
  },
  'PATCH /tables/{id}/data': {
    outcome: privateWrite(200),
    path: table('/data'),
    query: byFilter,
    body: () => ({ title: 'walked' }),
  },
  'DELETE /tables/{id}/data': { outcome: privateWrite(200), path: table('/data'), query: byFilter },
  'GET /tables/{id}/data/{row_id}': { outcome: privateRead, path: row },
  'PATCH /tables/{id}/data/{row_id}': {
    outcome: privateWrite(200),
    path: row,
    body: () => ({ title: 'walked' }),
  },
  'DELETE /tables/{id}/data/{row_id}': { outcome: privateWrite(200), path: row },

  'POST /sql/query': { outcome: adminOnly(200), body: () => ({ query: 'select 1' }) },
  'GET /sql/history': { outcome: adminOnly(200) },
  'POST /sql/history': { outcome: adminOnly(201), body: () => ({ query: 'select 1' }) },
  'DELETE /sql/history': { outcome: adminOnly(204) },
  'GET /sql/snippets': { outcome: adminOnly(200) },
  'POST /sql/snippets': {
    outcome: adminOnly(201),
    body: ({ name, snippetField }) => ({ name, [snippetField]: 'select 1' }),
  },
  'PATCH /sql/snippets/{id}': { outcome: adminOnly(200), path: snippet, body: () => ({ name: 'walked' }) },
  'DELETE /sql/snippets/{id}': { outcome: adminOnly(204), path: snippet },
  'GET /sql/tabs': { outcome: adminOnly(200) },
  'POST /sql/tabs': { outcome: adminOnly(201), body: ({ name }) => ({ name }) },
  'PATCH /sql/tabs/{id}': { outcome: adminOnly(200), path: tab, body: () => ({ name: 'walked' }) },
  'DELETE /sql/tabs/{id}': { outcome: adminOnly(204), path: tab },

  ...BACKUP_MATRIX,
  ...FUNCTION_MATRIX,
  ...STORAGE_MATRIX,
  ...WEBHOOK_MATRIX,
};

/** Pages and the document itself: they may be in the document or not. */
export const PAGES = ['GET /', 'GET /docs', 'GET /redoc', 'GET /openapi.json'];

/** `GET /users/{user_id}/` and `GET /users/{id}` are one operation. */
export const operationKey = (method: string, path: string) =>
  `${method.toUpperCase()} ${path.replace(/\{[^}]*\}/g, '{}').replace(/(.)\/$/, '$1')}`;
