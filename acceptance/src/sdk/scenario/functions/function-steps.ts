import {
  BadRequestError,
  ConflictError,
  type FunctionLog,
  InternalServerError,
  NotFoundError,
  PermissionDeniedError,
  type SelfDB,
} from '@selfdb/sdk';
import { refusal, refused, same } from '../check.ts';
import type { Step } from '../step.ts';
import { eventually } from './eventually.ts';

const ECHO = `export default {
  async fetch(request: Request, env) {
    const { pathname, searchParams } = new URL(request.url);
    console.warn('called', searchParams.get('n'));
    return Response.json({ word: env.WORD, method: request.method, pathname, text: await request.text() }, { status: 201 });
  },
};`;

const create = ({ functions }: SelfDB, marker: string, name: string, code: string) =>
  functions.create({ name: `${name}-${marker}`, code, env_vars: { WORD: 'hush' } });

export const FUNCTION_STEPS: Step[] = [
  {
    name: 'creates, finds, changes and deletes a function',
    async run({ admin, user, marker }) {
      const { functions } = admin;
      const fn = await create(admin, marker, 'kept', 'export default () => 1');
      same([fn.version, fn.deployment_status, fn.env_vars.WORD === 'hush'], [1, 'deployed', false]);
      const found = await functions.list({ search: fn.name, sortBy: 'name' });
      same([found.map(({ id }) => id), (await functions.count({ search: fn.name })).count], [[fn.id], 1]);
      await refused(user.functions.get(fn.id), PermissionDeniedError, 403, 'forbidden');
      await refused(create(admin, marker, 'kept', 'export default 1'), ConflictError, 409, 'conflict');
      const wrong = await refusal(functions.update(fn.id, { code: 'export default () => 1;\nlet a = ;' }));
      same(wrong instanceof BadRequestError && wrong.message.includes('index.ts:2:9'), true);
      await functions.update(fn.id, { code: 'export default () => 2', deploy: false });
      same(await functions.invokeJson(fn.name), 1);
      same((await functions.deploy(fn.id)).deployed_version, 2);
      same(await functions.invokeJson(fn.name), 2);
      await functions.rollback(fn.id, 1);
      same(await functions.invokeJson(fn.name), 1);
      const versions = await functions.versions(fn.id);
      same(
        versions.map(({ version, deployed }) => [version, deployed]),
        [
          [3, true],
          [2, false],
          [1, false],
        ],
      );
      await functions.setActive(fn.id, false);
      await refused(functions.invoke(fn.name), ConflictError, 409, 'conflict');
      await functions.delete(fn.id);
      await refused(functions.get(fn.id), NotFoundError, 404, 'not_found');
    },
  },
  {
    name: 'calls a function, and reads what it did',
    async run({ admin, user, marker }) {
      const { functions } = admin;
      const fn = await create(admin, marker, 'echo', ECHO);
      const response = await user.functions.invoke(fn.name, { path: 'a/b', query: { n: 7 }, json: { x: 1 } });
      const pathname = `/functions/${fn.name}/invoke/a/b`;
      same(response.status, 201);
      same(await response.json(), { word: 'hush', method: 'POST', pathname, text: '{"x":1}' });
      const executionId = response.headers.get('X-Execution-Id') ?? '';
      // Executions are recorded a moment after their answer.
      const [line] = await eventually(async () => {
        const lines = await functions.logs(fn.id, { executionId });
        return lines.length > 0 ? lines : undefined;
      });
      same([line?.log_level, line?.message], ['warn', 'called 7']);
      same((await functions.execution(fn.id, executionId)).status, 'completed');
      same((await functions.executions(fn.id, { status: 'failed' })).length, 0);
      same((await functions.executions(fn.id, { triggerType: 'http' })).length, 1);
      same((await functions.metrics(fn.id)).count, 1);
      const { env_vars } = await functions.setEnv(fn.id, { ...fn.env_vars, OTHER: 'x' });
      same(Object.keys(env_vars).sort(), ['OTHER', 'WORD']);
      same((await functions.invokeJson<{ word: string }>(fn.name)).word, 'hush');
      await functions.delete(fn.id);
    },
  },
  {
    name: 'tells apart what a function answers and why it could not',
    async run({ admin, user, marker }) {
      const fn = await create(admin, marker, 'fault', 'export default () => { throw new Error("no") }');
      const response = await user.functions.invoke(fn.name);
      const { code } = (await response.json()) as { code: string };
      same([response.status, code], [502, 'function_crashed']);
      await refused(user.functions.invokeJson(fn.name), InternalServerError, 502, 'function_crashed');
      await refused(user.functions.invoke(`none-${marker}`), NotFoundError, 404, 'not_found');
      await admin.functions.delete(fn.id);
    },
  },
  {
    name: 'runs dead jobs and changes of a table again',
    async run({ admin, user, marker }) {
      const { functions } = admin;
      const table = await admin.tables.create({ name: `orders_${marker}`, table_schema: {} });
      const triggers = JSON.stringify([{ type: 'once' }, { type: 'database', table: table.name }]);
      const code = `export const triggers = ${triggers}; export default () => { throw new Error("no") }`;
      const fn = await create(admin, marker, 'dying', code);
      const died = () =>
        eventually(async () => {
          const [job] = await functions.deadJobs(fn.id, { limit: 1 });
          return job;
        });
      const first = await died();
      same([first.trigger_type, first.attempts, first.request_body], ['schedule', 1, '{"type": "once"}']);
      same((await functions.retryDeadJob(fn.id, first.id)).id, first.id);
      same((await died()).id === first.id, false);
      await refused(functions.retryDeadJob(fn.id, first.id), NotFoundError, 404, 'not_found');
      await refused(user.functions.deadJobs(fn.id), PermissionDeniedError, 403, 'forbidden');
      const since = 'k3f9q2:00000000019A3B28:0000000A';
      same((await functions.replay(fn.id, since)).since, since);
      await functions.delete(fn.id);
      await refused(functions.replay(fn.id, since), NotFoundError, 404, 'not_found');
      await admin.tables.delete(table.id);
    },
  },
  {
    name: 'follows the log of a function',
    async run({ admin, marker }) {
      const { functions } = admin;
      const fn = await create(admin, marker, 'talk', ECHO);
      const lines: FunctionLog[] = [];
      const ending = AbortSignal.timeout(20_000);
      const calling = (async () => {
        for (let n = 1; lines.length === 0 && !ending.aborted; n++) {
          await functions.invokeJson(fn.name, { query: { n } });
          await new Promise((resolve) => setTimeout(resolve, 500));
        }
      })();
      for await (const line of functions.followLogs(fn.id, { level: 'warn', signal: ending })) {
        lines.push(line);
        break;
      }
      await calling;
      same(lines[0]?.message.startsWith('called '), true);
      await functions.delete(fn.id);
    },
  },
];
