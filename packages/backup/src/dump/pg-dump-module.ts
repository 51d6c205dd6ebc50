/// <reference path="./webassembly.d.ts" />
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

/** Version 0.4.8 of @electric-sql/pglite-tools, which contains pg_dump of Postgres 18.3 (Apache-2.0 and PostgreSQL licence). */
const SHA256 = 'cdbc551ec339cc9867003203bc8f03911858be2be92b3e88376922b09ccdf58c';

let compiled: Promise<WebAssembly.Module> | undefined;

/** Postgres' own pg_dump, compiled once. Throws if the file is not the one that this code was written for. */
export function pgDumpModule(): Promise<WebAssembly.Module> {
  compiled ??= load();
  return compiled;
}

async function load(): Promise<WebAssembly.Module> {
  const file = new URL('pg_dump.wasm', import.meta.resolve('@electric-sql/pglite-tools/pg_dump'));
  const bytes = await readFile(fileURLToPath(file.href));
  if (createHash('sha256').update(bytes).digest('hex') !== SHA256)
    throw new Error('pg_dump.wasm is not the expected file. Install the packages again with `npm ci`.');
  return WebAssembly.compile(bytes);
}
