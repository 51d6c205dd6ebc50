import { readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { expect, it } from 'vitest';
import { importsOf, packageOf } from './imports.ts';
import { ALL, isOfTests, ROOT, sourceFiles } from './source-files.ts';

/** What the code of each package may import of this repository; its tests may import more (`FOR_TESTS`). */
const MAY_IMPORT: Record<string, string[]> = {
  'packages/shared': [],
  'packages/settings': [],
  'packages/s3': [],
  'packages/backup': ['shared', 's3'],
  'packages/server': ['shared', 'settings'],
  'packages/pg-gateway': ['settings'],
  'packages/functions-host': ['shared', 'settings', 'server'],
  'packages/sdk': [],
  'packages/system-under-test': [],
  'packages/launcher': [
    'shared',
    'settings',
    'server',
    's3',
    'pg-gateway',
    'backup',
    'functions-host',
    'sdk',
  ],
  'workers/api': ['shared', 'settings', 'server', 'pg-gateway'],
  'workers/auth': ['shared', 'settings', 'server'],
  'workers/functions': ['shared', 'settings', 'server'],
  'workers/realtime': ['shared', 'settings', 'server'],
  'workers/storage': ['shared', 'settings', 'server', 's3'],
  'workers/functions-runner': [],
  'workers/cron-backup': ['shared', 'settings', 'server', 's3', 'backup'],
  admin: ['shared', 'settings', 'server', 'sdk'],
  bench: ['backup', 'server'],
  acceptance: [
    'example-github-webhook',
    'example-movies',
    'example-notify',
    's3',
    'sdk',
    'system-under-test',
  ],
  'examples/movies': [],
  'examples/github-webhook': ['sdk'],
  'examples/notify': ['sdk'],
  'examples/todo': ['sdk'],
  'examples/chat': ['sdk'],
  checks: [],
  scripts: [],
};

const FOR_TESTS: Record<string, string[]> = {
  admin: ['system-under-test'],
  'packages/server': ['pg-gateway'],
  'workers/auth': ['pg-gateway'],
  'workers/functions': ['pg-gateway'],
  'workers/realtime': ['pg-gateway'],
  'workers/storage': ['pg-gateway'],
};

/** All that the typed core depends on. */
const OF_SHARED = new Set(['zod', '@asteasolutions/zod-to-openapi']);

/** Where modules that the whole repository could import may be imported. */
const ONLY_IN: [module: RegExp, files: RegExp][] = [
  [/^(?:hono|@hono\/.*)$/, /^packages\/server\/src\/(?:http|testing)\//],
  [
    /^kysely$/,
    /\/repository\.ts$|\/statement\/|^packages\/server\/src\/(?:db|testing)\/|^packages\/launcher\/scripts\//,
  ],
];

const folders = Object.keys(MAY_IMPORT);

/** The package, as a folder, that a file lies in. */
function folderOf(file: string): string | undefined {
  return folders.find((folder) => file.startsWith(`${folder}/`));
}

/** Why a file may not import a module; undefined if it may. */
function objection(file: string, module: string): string | undefined {
  const folder = folderOf(file);
  if (!folder) return `${file} lies in no known package`;
  if (module.startsWith('.')) {
    if (/^packages\/server\/src\/(?:auth|db)\//.test(file) && /(?:^|\/)http\//.test(module)) {
      return `${file} imports ${module}: http may use auth and db, never the other way round`;
    }
    // A package that exports no path of this file; a bundler takes it as it is.
    if (module.includes('/node_modules/') && module.endsWith('.wasm')) return undefined;
    // The configurations of all suites share it; no program does.
    if (file.endsWith('/vitest.config.ts') && module.endsWith('/scripts/test/timeouts.ts')) return undefined;
    const stays = normalize(join(dirname(file), module)).startsWith(`${folder}/`);
    return stays ? undefined : `${file} reaches out of its package: ${module}`;
  }
  const name = packageOf(module);
  if (name === undefined) return undefined;
  if (!name.startsWith('@selfdb/')) {
    if (file.startsWith('packages/shared/src/') && !isOfTests(file) && !OF_SHARED.has(name)) {
      return `${file} imports ${name}`;
    }
    const isMisplaced = ONLY_IN.some(([of, files]) => of.test(name) && !files.test(file) && !isOfTests(file));
    return isMisplaced ? `${file} imports ${name}` : undefined;
  }
  if (file.startsWith('admin/src/') && name !== '@selfdb/sdk') {
    return `${file} imports ${name}: the dashboard uses the public API, through the SDK`;
  }
  const allowed = [...(MAY_IMPORT[folder] ?? []), ...(isOfTests(file) ? (FOR_TESTS[folder] ?? []) : [])];
  return allowed.some((other) => name === `@selfdb/${other}`) ? undefined : `${file} imports ${name}`;
}

it('packages import only those that they may, and never a worker', () => {
  const files = ALL.flatMap(sourceFiles);
  expect(files.length).toBeGreaterThan(500);
  const objections = files.flatMap((file) =>
    importsOf(readFileSync(join(ROOT, file), 'utf8')).flatMap((module) => objection(file, module) ?? []),
  );
  expect(objections).toEqual([]);
});

it('refuses a worker, another package and a path out of the package', () => {
  expect(objection('packages/server/src/x.ts', '@selfdb/worker-storage/blobs')).toContain('worker-storage');
  expect(objection('packages/shared/src/x.ts', '@selfdb/server/log')).toContain('@selfdb/server');
  expect(objection('workers/api/src/x.ts', '../../auth/src/app.ts')).toContain('reaches out');
  expect(objection('workers/auth/src/x.ts', '@selfdb/pg-gateway')).toContain('pg-gateway');
  expect(objection('workers/auth/src/x.test.ts', '@selfdb/pg-gateway')).toBeUndefined();
  expect(objection('workers/api/src/rows/x.ts', '../caller.ts')).toBeUndefined();
});

it('refuses Hono and Kysely outside of their folders, and what reaches from the database up to HTTP', () => {
  expect(objection('workers/api/src/rows/routes.ts', 'hono')).toContain('imports hono');
  expect(objection('packages/shared/src/errors.ts', 'kysely')).toContain('imports kysely');
  expect(objection('workers/api/src/rows/service.ts', 'kysely')).toContain('imports kysely');
  expect(objection('workers/api/src/rows/statement/page.ts', 'kysely')).toBeUndefined();
  expect(objection('packages/server/src/db/database.ts', '../http/context.ts')).toContain(
    'never the other way',
  );
});

it('finds static, dynamic and type imports', () => {
  const text =
    "import a from 'a';\nimport type { B } from '@b/b/c';\nimport 'd';\nconst e = await import('./e.ts');";
  expect(importsOf(text)).toEqual(['a', '@b/b/c', 'd', './e.ts']);
  expect(importsOf(text).map(packageOf)).toEqual(['a', '@b/b', 'd', undefined]);
});
