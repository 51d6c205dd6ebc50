import { rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { json } from 'node:stream/consumers';
import { z } from 'zod';
import type { StatePaths } from '../config/paths.ts';
import { keepAliveMs } from '../processes/keep-alive.ts';
import { readClosedConnections, readTcpSendQueues } from '../services/tcp-send-queues.ts';
import { isSupported } from './address.ts';
import { answerHistory, answerNews } from './answer-logs.ts';

const listenAgainMs = 1000;

/**
 * Answers what the runtime can't tell the edge. About clients of these ports: how many bytes they have not received yet (`/`), and
 * which of them have closed their connections. And what the log files say: the newest entries, and those after a cursor.
 */
export function serveSupervisorSocket(paths: StatePaths, ports: readonly number[]): void {
  const { supervisorSocket } = paths;
  if (!isSupported(supervisorSocket)) return;
  const answers: Record<string, (question: unknown) => unknown> = {
    '/closed-connections': (peers) => readClosedConnections(ports, z.array(z.string()).parse(peers)),
    '/logs': (question) => answerHistory(paths, question),
    '/logs/news': (question) => answerNews(paths, question),
  };
  const server = createServer(async (request, response) => {
    try {
      const question: unknown = await json(request);
      const answer =
        answers[request.url ?? ''] ?? ((peers) => readTcpSendQueues(ports, z.array(z.string()).parse(peers)));
      response.setHeader('Content-Type', 'application/json').end(JSON.stringify(await answer(question)));
    } catch {
      response.writeHead(503).end();
    }
  });
  server.keepAliveTimeout = keepAliveMs;
  const listen = () => {
    // A killed supervisor leaves the socket's file.
    rmSync(supervisorSocket, { force: true });
    server.listen(supervisorSocket);
  };
  server.on('error', () => setTimeout(listen, listenAgainMs).unref());
  server.unref();
  listen();
}
