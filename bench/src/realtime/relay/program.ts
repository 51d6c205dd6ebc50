import { type WebSocket, WebSocketServer } from 'ws';

/** The path of the sending client; all other clients receive. */
const sendPath = '/send';
const receivers = new Set<WebSocket>();

const server = new WebSocketServer({
  host: '127.0.0.1',
  port: Number(process.env.PORT),
  perMessageDeflate: false,
});
server.on('connection', (socket, request) => {
  if (request.url === sendPath) {
    socket.on('message', (frame) => {
      for (const receiver of receivers) receiver.send(frame, { binary: false });
    });
    return;
  }
  receivers.add(socket);
  socket.on('close', () => receivers.delete(socket));
  socket.on('message', (message) => socket.send(replyTo(String(message))));
});

/** Joins and heartbeats are answered, because the clients expect it. */
function replyTo(message: string): string {
  const [joinRef, ref, topic] = JSON.parse(message);
  return JSON.stringify([joinRef, ref, topic, 'phx_reply', { status: 'ok', response: { cursor: '' } }]);
}
