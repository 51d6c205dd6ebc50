import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, it, vi } from 'vitest';
import { createAdmin, marker, PASSWORD, system } from '../world/users.ts';

// A compiler, on whatever machine.
vi.setConfig({ testTimeout: 120_000 });

const run = promisify(execFile);
const ROOT = join(import.meta.dirname, '../../..');
const PACKAGE = dirname(dirname(fileURLToPath(import.meta.resolve('@selfdb/sdk'))));

const TSCONFIG = {
  compilerOptions: {
    target: 'ES2022',
    lib: ['ES2022', 'DOM', 'DOM.AsyncIterable', 'ESNext.Disposable'],
    module: 'NodeNext',
    strict: true,
    exactOptionalPropertyTypes: true,
    skipLibCheck: false,
    noEmit: true,
    types: [],
  },
  include: ['*.ts'],
};

/** Every line after `@ts-expect-error` must be a mistake, and every other must be none. */
const program = (name: string) => `
import { SelfDB } from '@selfdb/sdk';
import type { Schema } from './schema.js';

const selfdb = new SelfDB<Schema>({ baseUrl: 'http://localhost:8000', apiKey: 'key' });
const books = selfdb.table('${name}');

export async function main(): Promise<(string | null)[]> {
  const book = await books.insert({ title: 'Dune', year: 1965 });
  const year: number | null = book.year;
  const { data } = await books.query().filter({ year: { gte: 1960 } }).select('title', 'words').execute();
  const words: (string | null)[] | null | undefined = data[0]?.words;
  for await (const { title, created_at } of books.query().sort('year')) console.log(title.length, created_at);
  // @ts-expect-error: title is required
  await books.insert({ year: 1965 });
  // @ts-expect-error: not a column
  await books.update(book.id, { author: 'Herbert' });
  // @ts-expect-error: not a number
  books.query().filter({ year: { gte: 'x' } });
  // @ts-expect-error: not selected
  console.log(data[0]?.year, year);
  // @ts-expect-error: no such table
  selfdb.table('nothing');
  const untyped = await new SelfDB({ baseUrl: '/', apiKey: 'key' }).table('any').query().execute();
  const value: unknown = untyped.data[0]?.anything;
  return words ?? [String(value)];
}
`;

it('gives rows the types that `./selfdb types` prints', async () => {
  const admin = await createAdmin();
  const name = marker('typed');
  const table_schema = {
    title: { type: 'text', nullable: false },
    year: { type: 'integer' },
    words: { type: 'text[]' },
  };
  const created = await admin.post('/tables/', { name, table_schema, public: false });
  expect(created.status, created.text).toBe(201);
  const folder = await mkdtemp(join(tmpdir(), 'selfdb-typed-'));
  try {
    const env = {
      ...process.env,
      SELFDB_API_KEY: system.apiKey,
      SELFDB_EMAIL: admin.email,
      SELFDB_PASSWORD: PASSWORD,
    };
    const launcher = join(ROOT, 'packages/launcher/src/main.ts');
    const { stdout } = await run(process.execPath, [launcher, 'types', '--url', system.baseUrl], { env });
    await mkdir(join(folder, 'node_modules/@selfdb'), { recursive: true });
    await symlink(PACKAGE, join(folder, 'node_modules/@selfdb/sdk'));
    await writeFile(join(folder, 'package.json'), JSON.stringify({ type: 'module' }));
    await writeFile(join(folder, 'tsconfig.json'), JSON.stringify(TSCONFIG));
    await writeFile(join(folder, 'schema.ts'), stdout);
    await writeFile(join(folder, 'program.ts'), program(name));
    const compiler = join(ROOT, 'node_modules/typescript/bin/tsc');
    const said = await run(process.execPath, [compiler, '-p', folder]).catch((error) => error);
    expect(said.stdout).toBe('');
    expect(await readFile(join(folder, 'schema.ts'), 'utf8')).toContain(`  ${name}: {`);
  } finally {
    await rm(folder, { recursive: true });
  }
});
