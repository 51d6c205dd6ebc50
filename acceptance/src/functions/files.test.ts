import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { expectStatus } from '../expectations.ts';
import { functionsCommand } from '../world/command-line.ts';
import { admin, marker } from '../world/users.ts';

// Each command is a process of its own, on whatever machine.
vi.setConfig({ testTimeout: 120_000 });

interface SavedFunction {
  id: string;
  name: string;
  version: number;
  triggers: { type: string }[];
}

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'selfdb-files-'));
});
afterAll(() => rm(folder, { recursive: true }));

const [plain, packed, broken] = [marker('plain'), marker('packed'), marker('broken')];

async function write(files: Record<string, string>): Promise<void> {
  for (const [path, content] of Object.entries(files)) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), content);
  }
}

const read = (...path: string[]) => readFile(join(folder, ...path), 'utf8');

async function saved(name: string): Promise<SavedFunction | undefined> {
  const found = await admin.get<SavedFunction[]>('/functions/', { search: name });
  return found.body.find((fn) => fn.name === name);
}

const PACKED = `import double from 'double';
import { greet } from '../_shared/greet';

export const triggers = [{ type: 'http', method: ['GET', 'POST'] }];

interface Env { WHO: string }

export default {
  async fetch(request: Request, env: Env): Promise<Response> {
    if (request.method === 'POST') greet(undefined as unknown as string);
    return Response.json({ greeting: greet(env.WHO), double: double(21) });
  },
};
`;
const GREET = `type Name = string;

export function greet(name: Name): string {
  if (name === undefined) throw new Error('Nobody to greet.');
  return \`Hello \${name}\`;
}
`;

it('functions are deployed from a folder, changed, called and pulled back', async () => {
  await write({
    [`functions/${plain}.ts`]: 'export default () => ({ plain: true });',
    [`functions/${packed}/index.ts`]: PACKED,
    [`functions/${packed}/function.json`]: '{"timeout_seconds": 9}',
    [`functions/${packed}/.env`]: 'WHO=world\n',
    'functions/_shared/greet.ts': GREET,
    'node_modules/double/index.js':
      "const { format } = require('util'); module.exports = (n) => Number(format('%d', n)) * 2;",
    'node_modules/double/package.json': '{"name": "double", "version": "1.0.0"}',
    [`functions/${broken}/index.ts`]: 'export default () => {\n  return (;\n};\n',
  });

  const dry = await functionsCommand(folder, 'deploy', 'functions', '--dry-run');
  expect([dry.code, await saved(packed)]).toEqual([1, undefined]);
  const first = await functionsCommand(folder, 'deploy', 'functions');
  expect(first.code).toBe(1);
  expect(first.stdout).toMatch(new RegExp(`^${packed} +created, version 1 \\(sets WHO\\)$`, 'm'));
  expect(first.stdout).toMatch(new RegExp(`^${plain} +created, version 1$`, 'm'));
  expect(first.stderr).toContain(`functions/${broken}/index.ts:2:11: `);
  expect(await saved(broken)).toBeUndefined();
  expect(await saved(packed)).toMatchObject({
    version: 1,
    timeout_seconds: 9,
    env_vars: { WHO: '********' },
    triggers: [{ type: 'http', method: ['GET', 'POST'] }],
  });

  const called = await admin.get(`/functions/${packed}/invoke`);
  expectStatus(called, 200);
  expect(called.body).toEqual({ greeting: 'Hello world', double: 42 });

  await rm(join(folder, 'functions', broken), { recursive: true });
  const second = await functionsCommand(folder, 'deploy', 'functions');
  expect([second.code, second.stderr]).toEqual([0, '']);
  expect(second.stdout.match(/unchanged/g)).toHaveLength(2);
  expect((await saved(packed))?.version).toBe(1);

  await write({ [`functions/${plain}.ts`]: 'export default () => ({ plain: false });' });
  const third = await functionsCommand(folder, 'deploy', 'functions', plain);
  expect(third.stdout).toMatch(/changed, version 2: code/);
  expect(third.stdout).not.toContain(packed);

  const pulled = await functionsCommand(folder, 'pull', 'copy', plain, packed);
  expect([pulled.code, pulled.stderr]).toEqual([0, '']);
  expect(await read('copy', plain, 'index.ts')).toBe('export default () => ({ plain: false });');
  expect(await read('copy', packed, 'index.ts')).toBe(PACKED);
  expect(await read('copy/_shared/greet.ts')).toBe(GREET);
  expect(JSON.parse(await read('copy', packed, 'function.json'))).toEqual({ timeout_seconds: 9 });
  await expect(read('copy', packed, '.env')).rejects.toThrow('ENOENT');

  await write({ [`functions/${plain}.ts`]: 'mine' });
  const refused = await functionsCommand(folder, 'pull', 'functions', plain, packed);
  expect(refused.code).toBe(1);
  expect(refused.stderr).toContain(`functions/${plain}.ts differs`);
  expect(await read('functions', `${plain}.ts`)).toBe('mine');
  expect((await functionsCommand(folder, 'pull', 'functions', plain, '--force')).code).toBe(0);
  expect(await read('functions', `${plain}.ts`)).toBe('export default () => ({ plain: false });');
});

it('a function is invoked and its log read; what failed is told with the position in the file', async () => {
  const called = await functionsCommand(folder, 'invoke', packed);
  expect([called.code, JSON.parse(called.stdout)]).toEqual([0, { greeting: 'Hello world', double: 42 }]);
  const failed = await functionsCommand(folder, 'invoke', packed, '-d', '{}');
  expect(failed.code).toBe(1);
  expect(failed.stderr).toContain('Nobody to greet.');
  expect(failed.stderr).toContain('at greet (../_shared/greet.ts:4:');
  expect(failed.stderr).toContain('index.ts:10:');

  const name = marker('talks');
  await write({ [`talks/${name}.ts`]: "export default () => { console.warn('heard'); return 1; };" });
  expect((await functionsCommand(folder, 'deploy', 'talks')).code).toBe(0);
  expect((await functionsCommand(folder, 'invoke', name)).stdout).toBe('1');
  await expect
    .poll(async () => (await functionsCommand(folder, 'logs', name)).stdout, { timeout: 15_000 })
    .toMatch(/ {2}warn {3}heard\n$/);
  const list = await functionsCommand(folder, 'list', '--json');
  expect(JSON.parse(list.stdout).map((fn: SavedFunction) => fn.name)).toContain(name);
  const none = await functionsCommand(folder, 'logs', marker('none'));
  expect([none.code, none.stderr]).toEqual([1, expect.stringContaining('There is no function')]);
});
