import { expect, it } from 'vitest';
import { watchClient } from './watch-client.ts';

const PEER = '127.0.0.1:5';
const supervisorWith = (answer: () => Response | Promise<Response>) => ({
  asked: 0,
  async fetch() {
    this.asked++;
    return answer();
  },
});

it('aborts once the supervisor reports that the client has closed its connection', async () => {
  const closed: string[] = ['127.0.0.1:6'];
  const supervisor = supervisorWith(() => Response.json(closed));
  const { signal, stop } = watchClient(new AbortController().signal, supervisor, PEER);
  await expect.poll(() => supervisor.asked).toBe(1);
  expect(signal.aborted).toBe(false);
  closed.push(PEER);
  await expect.poll(() => signal.aborted).toBe(true);
  stop();
});

it('keeps looking when the supervisor does not answer', async () => {
  let isUp = false;
  const supervisor = supervisorWith(() => {
    if (!isUp) throw new Error('down');
    return Response.json([PEER]);
  });
  const { signal, stop } = watchClient(new AbortController().signal, supervisor, PEER);
  await expect.poll(() => supervisor.asked).toBe(1);
  isUp = true;
  await expect.poll(() => signal.aborted).toBe(true);
  stop();
});

it('aborts with the request, and asks nothing after it has stopped', async () => {
  const request = new AbortController();
  const supervisor = supervisorWith(() => Response.json([]));
  const { signal, stop } = watchClient(request.signal, supervisor, PEER);
  request.abort();
  expect(signal.aborted).toBe(true);
  stop();
  await new Promise((resolve) => setTimeout(resolve, 700));
  expect(supervisor.asked).toBe(0);
});
