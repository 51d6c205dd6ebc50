import { NoQuery } from '../contract/common.ts';
import { errors, json, jsonBody, route, security } from '../contract/route.ts';
import { RealtimeStatus, SendBroadcast, SentBroadcast, SocketQuery } from './schema.ts';

const tags = ['Realtime'];

const socket = {
  method: 'get',
  operationId: 'openSocket',
  summary: 'Open a WebSocket',
  description:
    'Phoenix Channels 2.0.0: frames `[join_ref, ref, topic, event, payload]`; a socket whose first frame is an object `{topic, event, payload, ref}` gets its replies in that form. A topic `table:<name>` sends committed changes as `INSERT`, `UPDATE` and `DELETE`. A topic `room:<anything>` carries `broadcast` and presence; the server adds the `user_id`. For a table with virtual generated columns, `new` lacks those columns and `old` contains only the primary key. Send `sync` on a table with the `cursor` of a write response: the reply comes after the channel has sent that write. The API key can be the parameter `X-API-Key`, the token the parameter `token`.',
  tags,
  security: security.keyAndMaybeToken,
  request: { query: SocketQuery },
  responses: { 101: { description: 'The socket is open' }, ...errors(401, 403, 426) },
} as const;

export const openSocket = route({ ...socket, path: '/realtime/socket' });

/** Phoenix clients connect here, because they append the name of the transport. */
export const openPhoenixSocket = route({
  ...socket,
  path: '/realtime/socket/websocket',
  operationId: 'openPhoenixSocket',
});

export const sendBroadcast = route({
  method: 'post',
  path: '/realtime/broadcast',
  operationId: 'sendBroadcast',
  summary: 'Send a message to all in a room',
  description:
    'For programs without a socket, such as servers and functions. Those in the room get the same `broadcast` as from a member: `{type: "broadcast", event, payload}`. It is sent once and not kept: who joins later does not get it.',
  tags,
  security: security.token,
  request: { query: NoQuery, body: jsonBody(SendBroadcast) },
  responses: { 200: json(SentBroadcast, 'The message was sent'), ...errors(400, 401, 413, 415) },
});

export const getRealtimeStatus = route({
  method: 'get',
  path: '/realtime/status',
  operationId: 'getRealtimeStatus',
  summary: 'Get connections, channels and the state of the change feed (ADMIN)',
  tags,
  security: security.token,
  request: { query: NoQuery },
  responses: { 200: json(RealtimeStatus, 'The state'), ...errors(401, 403) },
});
