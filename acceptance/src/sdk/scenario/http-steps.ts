import { APIConnectionError, AuthenticationError, SelfDB } from '@selfdb/sdk';
import { refusal, refused, same } from './check.ts';
import type { Step } from './step.ts';

export const HTTP_STEPS: Step[] = [
  {
    name: 'gives an answer as it came',
    async run({ admin }) {
      const answer = await admin.client.send('GET', '/system/status');
      same([answer.status, answer.headers.get('Content-Type')], [200, 'application/json']);
      await answer.body?.cancel();
    },
  },
  {
    name: 'ends a call by its signal, and when its time is up',
    async run({ admin }) {
      const slow = 'select pg_sleep(20)';
      const reason = new Error('enough');
      const aborted = admin.sql.query(slow, {}, { signal: AbortSignal.abort(reason) });
      same((await refusal(aborted)) === reason, true);
      await refused(admin.sql.query(slow, {}, { timeout: 300 }), APIConnectionError, undefined, 'timeout');
    },
  },
  {
    name: 'tells what went wrong: a wrong key, no server',
    async run({ baseUrl }) {
      const stranger = new SelfDB({ baseUrl, apiKey: 'wrong' });
      const error = await refusal(stranger.tables.list());
      same(error instanceof AuthenticationError && typeof error.requestId, 'string');
      const nowhere = new SelfDB({ baseUrl: 'http://127.0.0.1:9', apiKey: 'any' });
      const lost = await refusal(nowhere.auth.login({ email: 'a@example.com', password: 'p' }));
      same(lost instanceof APIConnectionError && typeof lost.requestId, 'string');
    },
  },
];
