import { fork } from 'node:child_process';
import { join } from 'node:path';
import type { Answered, Arrival, Asked, Joining, Opening, Question } from './wire.ts';

const program = join(import.meta.dirname, 'program.ts');

/** Sockets in a process of their own, so that reading costs the others as little as it can. */
export interface Clients {
  /** Opens so many more. Throws when one is refused. */
  open(opening: Opening): Promise<void>;
  /** Joins all to a topic and gives a cursor. Throws when one is refused. */
  join(joining: Joining): Promise<string>;
  /** From now on changes have the numbers 1, 2, 3... in their column `n`. */
  expect(): Promise<void>;
  /** Waits until every socket has had so many changes, or nothing comes any more. */
  arrived(changes: number): Promise<Arrival>;
  close(): Promise<void>;
}

/** Starts the process and hands its end to the stack. */
export function startClients(stack: AsyncDisposableStack, signal: AbortSignal): Clients {
  const child = fork(program, { execArgv: [], stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
  const waiting = new Map<number, PromiseWithResolvers<unknown>>();
  let asked = 0;
  const fail = (error: unknown) => {
    for (const { reject } of waiting.values()) reject(error);
    waiting.clear();
  };
  const end = () => fail(signal.reason);
  child.on('message', (answered: Answered) => {
    const asking = waiting.get(answered.id);
    waiting.delete(answered.id);
    if ('error' in answered) asking?.reject(new Error(answered.error));
    else asking?.resolve(answered.answer);
  });
  child.on('error', fail);
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  void ended.then(() => fail(new Error('the process of the clients has ended')));
  signal.addEventListener('abort', end, { once: true });
  stack.defer(async () => {
    signal.removeEventListener('abort', end);
    child.kill('SIGKILL');
    await ended;
  });

  const ask = <T>(question: Question): Promise<T> => {
    asked += 1;
    const asking = Promise.withResolvers<unknown>();
    waiting.set(asked, asking);
    const message: Asked = { id: asked, question };
    child.send(message);
    return asking.promise as Promise<T>;
  };
  return {
    open: (opening) => ask({ ask: 'open', ...opening }),
    join: (joining) => ask({ ask: 'join', ...joining }),
    expect: () => ask({ ask: 'expect' }),
    arrived: (changes) => ask({ ask: 'arrived', changes }),
    close: () => ask({ ask: 'close' }),
  };
}
