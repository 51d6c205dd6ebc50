import { BadRequestError, NotFoundError } from '@selfdb/sdk';
import { refusal, refused, same } from './check.ts';
import type { Step } from './step.ts';

export const SQL_STEPS: Step[] = [
  {
    name: 'runs SQL, keeps its history and snippets',
    async run({ admin, marker }) {
      const { sql } = admin;
      const { results } = await sql.query('select $1::int + 1 as next', { params: [41], readOnly: true });
      same(results[0]?.rows, [[42]]);
      await refused(sql.query('selct'), BadRequestError, 400, 'sql_error');
      await sql.history.create({ query: `-- ${marker}` });
      same((await sql.history.list({ search: marker })).length, 1);
      const { id } = await sql.snippets.create({ name: marker, sql_code: 'select 1' });
      same((await sql.snippets.update(id, { sql_code: 'select 2' })).sql_code, 'select 2');
      same((await sql.snippets.list({ search: marker })).length, 1);
      await sql.snippets.delete(id);
      await sql.history.clear();
    },
  },
  {
    name: 'keeps the tabs of an editor',
    async run({ admin, marker }) {
      const { tabs } = admin.sql;
      const { id, query } = await tabs.create({ name: marker });
      same(query, '');
      same((await tabs.update(id, { query: 'select 1' })).query, 'select 1');
      same((await tabs.list({ limit: 1000 })).filter((tab) => tab.id === id).length, 1);
      await tabs.delete(id);
      await refused(tabs.update(id, { name: 'gone' }), NotFoundError, 404, 'not_found');
    },
  },
  {
    name: 'tells the state of the server',
    async run({ admin }) {
      same((await admin.system.health()).status, 'ok');
      same((await admin.system.status()).initialized, true);
      same((await admin.system.metrics()).minutes.length, 60);
      same(typeof (await admin.system.settings()).database.size_bytes, 'number');
      const { origins } = await admin.system.cors.set(['*']);
      same([origins, (await admin.system.cors.get()).source], [['*'], 'database']);
      same((await admin.system.cors.set(null)).source, 'environment');
      same((await admin.system.cors.check('https://app.example')).allowed, true);
      same((await admin.system.audit({ action: 'user.login', limit: 1 })).data[0]?.action, 'user.login');
      same((await admin.system.realtimeStatus()).feed.state, 'streaming');
    },
  },
  {
    name: 'finds a failed request in the logs, and follows them',
    async run({ admin, marker }) {
      const { follow_cursor } = await admin.system.logs({ limit: 1 });
      const failed = await refusal(admin.tables.get(`${marker}-nowhere`));
      const requestId = failed instanceof BadRequestError ? failed.requestId : undefined;
      const ending = AbortSignal.timeout(20_000);
      const following = admin.system.followLogs({ requestId, cursor: follow_cursor, signal: ending });
      for await (const { fields } of following) {
        same([fields.status, fields.code], [422, 'validation_error']);
        break;
      }
      same(ending.aborted, false);
      same((await admin.system.logs({ requestId })).data.length, 1);
    },
  },
];
