import { BadRequestError, NotFoundError } from '@selfdb/sdk';
import { refused, same } from './check.ts';
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
      same((await admin.system.audit({ action: 'user.login', limit: 1 })).data[0]?.action, 'user.login');
      same((await admin.system.realtimeStatus()).feed.state, 'streaming');
    },
  },
];
