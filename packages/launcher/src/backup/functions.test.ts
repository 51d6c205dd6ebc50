import { runVerify } from '@selfdb/backup/jobs';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { type BackupWorld, startBackupWorld } from './testing/backup-world.ts';

vi.setConfig({ testTimeout: 60_000 });

let world: BackupWorld;
/** A backup of forty days ago: its days are not those that this version creates today. */
let filename: string;

const FUNCTION = '01900000-0000-7000-8000-000000000001';
const WEBHOOK = '01900000-0000-7000-8000-000000000002';
const THEN = "(date_trunc('day', now(), 'UTC') - interval '40 days')";

const MADE_THEN = `
  do $$ declare part text; begin
    for part in select inhrelid::regclass::text from pg_inherits where inhparent in ('selfdb.function_executions'::regclass,
      'selfdb.function_logs'::regclass) and inhrelid::regclass::text !~ '_default$'
    loop execute 'drop table ' || part; end loop; end $$;
  select selfdb.create_function_day(parent, (${THEN} at time zone 'UTC')::date + n)
    from unnest(array['function_executions', 'function_logs']) parent, generate_series(0, 2) n;
  insert into selfdb.functions (id, owner_id, name, code, deployed_version, deployment_status)
    select '${FUNCTION}', id, 'hello', 'export default {}', 1, 'deployed' from selfdb.users limit 1;
  insert into selfdb.function_versions (function_id, version, code, modules) values ('${FUNCTION}', 1, 'export default {}', '{"index.js": ""}');
  insert into selfdb.function_executions (id, function_id, version, trigger_type, status, host_id, started_at)
    select selfdb.first_id_at(${THEN} + n * interval '5 hours'), '${FUNCTION}', 1, 'http',
      case n when 9 then 'running' else 'completed' end, 'host', ${THEN} + n * interval '5 hours' from generate_series(0, 9) n;
  insert into selfdb.function_executions (id, function_id, version, trigger_type, status, host_id, started_at)
    values (selfdb.first_id_at(now()), '${FUNCTION}', 1, 'http', 'completed', 'host', now());
  insert into selfdb.function_logs (id, function_id, execution_id, log_level, message, timestamp)
    select id, function_id, id, 'info', 'of ' || status, started_at from selfdb.function_executions;
  insert into selfdb.function_jobs (function_id, trigger_type, request) values ('${FUNCTION}', 'manual', '{}');
  insert into selfdb.webhooks (id, owner_id, name, function_id, token, secret)
    select '${WEBHOOK}', id, 'in', '${FUNCTION}', 'token', 'secret' from selfdb.users limit 1;
  insert into selfdb.webhook_deliveries (webhook_id, request_body, status) select '${WEBHOOK}', '\\x00ff', 'completed'
    from generate_series(1, 3)`;

beforeAll(async () => {
  world = await startBackupWorld();
  await world.asSystem.run(MADE_THEN);
  ({ filename } = await world.backup());
}, 60_000);

afterAll(() => world.stop());

const value = async (query: string) => Object.values((await world.asSystem.rows(query))[0] ?? {})[0];

test('an archive of other days than today is proved', async () => {
  await runVerify(world.archives, filename, world.target, () => {});
});

test('functions, old executions, logs, jobs and deliveries come back, and today has its partitions', async () => {
  const sessions = await world.asSystem.rows(
    'select id, user_id from selfdb.sessions where function_id is not null',
  );
  expect(sessions).toHaveLength(1);
  await world.asSystem.run(`update selfdb.functions set max_concurrent = 20; delete from selfdb.webhooks;
    truncate selfdb.function_executions, selfdb.function_logs, selfdb.function_jobs`);
  const replaced = Number(await value('select revision from selfdb.functions'));

  await world.restore(filename);

  expect(await world.asSystem.rows('select id, user_id from selfdb.sessions')).toEqual(sessions);
  expect(await value('select max_concurrent from selfdb.functions')).toBe(10);
  expect(await value("select count(*)::int from selfdb.function_logs where message like 'of %'")).toBe(11);
  expect(await value('select count(*)::int from selfdb.function_jobs')).toBe(1);
  expect(await value('select deliveries::int from selfdb.webhook_statistics')).toBe(3);
  expect(await value("select encode(min(request_body), 'hex') from selfdb.webhook_deliveries")).toBe('00ff');
  const old = `select count(*)::int from selfdb.function_executions where id < selfdb.first_id_at(${THEN} + interval '3 days')`;
  expect(await value(old)).toBe(10);
  expect(
    await world.asSystem.rows(
      "select status, fault from selfdb.function_executions where status <> 'completed'",
    ),
  ).toEqual([{ status: 'failed', fault: 'cut' }]);
  expect(Number(await value('select revision from selfdb.functions'))).toBeGreaterThan(replaced);
  const tomorrow = "to_char(now() at time zone 'UTC' + interval '1 day', 'YYYYMMDD')";
  expect(await value(`select to_regclass('selfdb.function_logs_' || ${tomorrow}) is not null`)).toBe(true);
  const partition = `select tableoid::regclass::text = 'selfdb.function_executions_' || to_char(${THEN} at time zone 'UTC', 'YYYYMMDD')
    from selfdb.function_executions order by id limit 1`;
  expect(await value(partition)).toBe(true);
});

test('an archive with a trigger on the partition of a day is refused', async () => {
  const day = await value(`select to_char(${THEN} at time zone 'UTC', 'YYYYMMDD')`);
  await world.asSystem.run(`create trigger extra before insert on selfdb.function_logs_${day} for each row
    execute function selfdb.create_function_statistics()`);
  const changed = await world.backup();
  await expect(world.restore(changed.filename)).rejects.toThrow(
    'The tables and functions of SelfDB itself are not those of its version in this archive',
  );
});
