import { APIConnectionError, SelfDBError } from '@selfdb/sdk';
import { refusal, same } from './check.ts';
import type { Stage, Step } from './step.ts';

/** A client of the user, for one step. */
async function connected<T>(stage: Stage, work: (client: Stage['user']) => Promise<T>): Promise<T> {
  const client = stage.client();
  await client.auth.login({ email: stage.email, password: stage.password });
  try {
    return await work(client);
  } finally {
    await client.realtime.disconnect();
    same(client.realtime.getState(), 'disconnected');
  }
}

const createNotes = ({ user, marker }: Stage, name: string) =>
  user.tables.create({
    name: `${name}_${marker}`,
    table_schema: { text: { type: 'text' }, stars: { type: 'integer', nullable: true } },
    realtime_enabled: true,
  });

/** Waits until it is true. */
async function until(holds: () => boolean): Promise<void> {
  for (let turn = 0; !holds(); turn += 1) {
    if (turn > 400) throw new Error(`It did not come: ${holds}`);
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
}

interface Note {
  id: string;
  text: string;
  stars: number | null;
}

export const REALTIME_STEPS: Step[] = [
  {
    name: 'tells the state of the connection, and how long an answer takes',
    run: (stage) =>
      connected(stage, async ({ realtime }) => {
        const states: string[] = [];
        const stop = realtime.onStatus(({ state }) => states.push(state));
        same((await refusal(realtime.ping())) instanceof APIConnectionError, true);
        await realtime.connect();
        same((await realtime.ping()) >= 0, true);
        same(states, ['disconnected', 'connecting', 'connected']);
        stop();
        await realtime.disconnect();
        same(states.length, 3);
      }),
  },
  {
    name: 'follows the changes of a table, and waits for its own',
    run: (stage) =>
      connected(stage, async ({ realtime, tables, client }) => {
        const table = await createNotes(stage, 'r');
        const seen: unknown[] = [];
        await realtime.connect();
        same(realtime.getState(), 'connected');
        const channel = realtime.channel<Note>(`table:${table.name}`);
        const ignored = () => seen.push('removed');
        channel.on('*', ignored).off('*', ignored);
        channel.on('INSERT', ({ new: row }) => seen.push(['INSERT', row?.text]));
        channel.on('UPDATE', ({ old, new: row }) => seen.push(['UPDATE', old?.stars, row?.stars]));
        channel.on('DELETE', ({ event, old, table: name }) => seen.push([event, old?.text, name]));
        await channel.subscribe();
        same([channel.getState(), realtime.channel(channel.topic) === channel], ['joined', true]);
        const row = await tables.data.insert<Note>(table.id, { text: 'one' });
        await tables.data.updateRow(table.id, row.id, { stars: 5 });
        await tables.data.deleteRow(table.id, row.id);
        await channel.sync();
        await channel.waitForCursor(String(client.lastCursor), { timeout: 20_000 });
        same(seen, [
          ['INSERT', 'one'],
          ['UPDATE', null, 5],
          ['DELETE', 'one', table.name],
        ]);
        await channel.unsubscribe();
        same(channel.getState(), 'closed');
      }),
  },
  {
    name: 'follows some changes only, and those after a cursor',
    run: (stage) =>
      connected(stage, async ({ realtime, tables }) => {
        const table = await createNotes(stage, 's');
        const topic = `table:${table.name}`;
        const first = realtime.channel<Note>(topic);
        await first.subscribe();
        const since = String(first.cursor);
        await first.unsubscribe();
        await tables.data.insertMany(table.id, [
          { text: 'a', stars: 1 },
          { text: 'b', stars: 4 },
        ]);
        const seen: unknown[] = [];
        const options = { since, filter: { stars: { gte: 3 } }, events: ['INSERT' as const] };
        const channel = realtime
          .channel<Note>(topic, options)
          .on('*', ({ new: row }) => seen.push(row?.text));
        await channel.subscribe();
        await tables.data.insertMany(table.id, [
          { text: 'c', stars: 2 },
          { text: 'd', stars: 5 },
        ]);
        await tables.data.updateMany(table.id, { stars: { gte: 3 } }, { stars: 9 });
        await channel.sync();
        same(seen, ['b', 'd']);
      }),
  },
  {
    name: 'is told why it may not listen, or no longer',
    run: (stage) =>
      connected(stage, async ({ realtime, tables }) => {
        const refusedJoin = await refusal(realtime.channel('table:no_such_table').subscribe());
        same(
          [refusedJoin instanceof SelfDBError, String(refusedJoin).includes('no such table')],
          [true, true],
        );
        const table = await createNotes(stage, 't');
        const channel = realtime.channel(`table:${table.name}`);
        const reasons: string[] = [];
        await channel.on('close', ({ reason }) => reasons.push(reason)).subscribe();
        await tables.delete(table.id);
        await until(() => reasons.length > 0);
        same([channel.getState(), realtime.getState()], ['closed', 'connected']);
        realtime.renewToken();
      }),
  },
  {
    name: 'meets others in a room',
    run: (stage) =>
      connected(stage, (one) =>
        connected(stage, async (two) => {
          const name = `room:${stage.marker}`;
          const [here, there] = [
            one.realtime.channel(name),
            two.realtime.channel(name, { presenceKey: 'two' }),
          ];
          const heard: unknown[] = [];
          here.on('broadcast', ({ event, payload }) => heard.push([event, payload]));
          await Promise.all([here.subscribe(), there.subscribe()]);
          await there.send('hi', { n: 1 });
          await there.track({ mood: 'good' });
          await until(() => heard.length > 0 && here.presenceState().two !== undefined);
          same(heard, [['hi', { n: 1 }]]);
          same(
            here.presenceState().two?.map(({ mood }) => mood),
            ['good'],
          );
          same(await two.realtime.broadcast(name, 'all', { n: 2 }), {
            topic: name,
            event: 'all',
            recipients: 2,
          });
          await until(() => heard.length > 1);
          same(heard[1], ['all', { n: 2 }]);
          await there.untrack();
          await until(() => Object.keys(here.presenceState()).length === 0);
          await there.unsubscribe();
          same(String(await refusal(there.send('gone'))).includes('not joined'), true);
          const guest = stage.client();
          const entering = guest.realtime.channel(name).subscribe();
          same(String(await refusal(entering)).includes('Sign in'), true);
          await guest.realtime.disconnect();
        }),
      ),
  },
];
