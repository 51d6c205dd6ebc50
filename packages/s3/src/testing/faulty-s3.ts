import {
  createServer,
  type IncomingMessage,
  type Server,
  type ServerResponse,
  request as send,
} from 'node:http';

interface Exchange {
  request: IncomingMessage;
  response: ServerResponse;
  /** The port of the real server. */
  port: number;
}

type Behaviour = (exchange: Exchange) => void;

/** `count` is the number of requests before this one. */
type Fault = (request: IncomingMessage, count: number) => Behaviour;

const isFor = (method: string, parameter: string) => (request: IncomingMessage) =>
  request.method === method && new URL(request.url ?? '', 'http://s3').searchParams.has(parameter);
const isPart = isFor('PUT', 'partNumber');
const isCompletion = isFor('POST', 'uploadId');

const reset: Behaviour = ({ request }) => request.socket.resetAndDestroy();

function refuse(status: number, code: string): Behaviour {
  return ({ request, response }) => {
    request.resume().once('end', () => {
      response.writeHead(status, { 'Content-Type': 'application/xml' });
      response.end(`<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>${code}</Code></Error>`);
    });
  };
}

/** Answers before it has read the body. */
const failAtOnce: Behaviour = ({ response }) => response.writeHead(500, { Connection: 'close' }).end();

const FAILURES = [reset, refuse(503, 'SlowDown'), failAtOnce];

const pass: Behaviour = (exchange) => forward(exchange, (answer, { response }) => relay(answer, response));

const breakOff: Behaviour = (exchange) =>
  forward(exchange, (answer, { response }) => {
    response.writeHead(answer.statusCode ?? 502, answer.rawHeaders);
    answer.once('data', (bytes: Buffer) => {
      response.write(bytes.subarray(0, bytes.length / 2), () => response.socket?.destroy());
    });
  });

const loseAnswer: Behaviour = (exchange) =>
  forward(exchange, (answer, { request }) => {
    answer.resume().once('end', () => request.socket.resetAndDestroy());
  });

/** Loses the answer to the first completion of an upload. `again` answers later ones. */
function loseFirst(again: Behaviour): Fault {
  const completed = new Set<string>();
  return (request) => {
    if (!isCompletion(request)) return pass;
    const { size } = completed;
    return completed.add(request.url ?? '').size > size ? loseAnswer : again;
  };
}

function relay(answer: IncomingMessage, response: ServerResponse): void {
  response.writeHead(answer.statusCode ?? 502, answer.rawHeaders);
  answer.pipe(response);
}

function forward(exchange: Exchange, take: (answer: IncomingMessage, exchange: Exchange) => void): void {
  const { request, port } = exchange;
  const { method, url: path, headers } = request;
  // The host stays the one that the client signed.
  const forwarded = send({ host: '127.0.0.1', port, method, path, headers }, (answer) =>
    take(answer, exchange),
  );
  forwarded.once('error', () => request.socket.destroy());
  request.pipe(forwarded);
}

/** The faults by name. Each has its own server. */
const FAULTS = {
  everyThirdFails: (_, count) => (count % 3 === 2 ? (FAILURES[Math.floor(count / 3) % 3] ?? pass) : pass),
  slow: () => (exchange) => setTimeout(pass, 150, exchange),
  hangs: () => () => {},
  breaksOff: () => breakOff,
  refusesEverything: () => refuse(503, 'SlowDown'),
  refusesParts: (request) => (isPart(request) ? refuse(503, 'SlowDown') : pass),
  isFullForParts: (request) => (isPart(request) ? refuse(507, 'XMinioStorageFull') : pass),
  /** A second completion succeeds like the first on some servers, and finds no upload on others. */
  losesCompletions: loseFirst(pass),
  forgetsCompletions: loseFirst(refuse(404, 'NoSuchUpload')),
  failsCompletions: (request) => (isCompletion(request) ? refuse(200, 'InternalError') : pass),
  cutsCompletions: (request) => (isCompletion(request) ? ({ response }) => response.end('   ') : pass),
} satisfies Record<string, Fault>;

export type FaultName = keyof typeof FAULTS | 'down';

/** Starts a proxy with each of the faults for the server at `port`, and returns their ports. */
export async function startFaultyS3(port: number) {
  // No server listens at port 1, and the system never assigns it.
  const ports: Partial<Record<string, number>> = { down: 1 };
  const servers: Server[] = [];
  for (const [name, fault] of Object.entries<Fault>(FAULTS)) {
    const server = await listen(fault, port);
    servers.push(server);
    const address = server.address();
    if (address && typeof address === 'object') ports[name] = address.port;
  }
  return {
    ports: ports as Record<FaultName, number>,
    async stop() {
      for (const server of servers) {
        server.closeAllConnections();
        await new Promise((resolve) => server.close(resolve));
      }
    },
  };
}

async function listen(fault: Fault, port: number): Promise<Server> {
  let count = 0;
  const server = createServer((request, response) => {
    fault(request, count)({ request, response, port });
    count += 1;
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return server;
}
