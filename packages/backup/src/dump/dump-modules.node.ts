/// <reference path="./webassembly.d.ts" />
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

/** Version 0.4.8 of @electric-sql/pglite-tools, which contains pg_dump of Postgres 18.3 (Apache-2.0 and PostgreSQL licence). */
const SHA256 = 'cdbc551ec339cc9867003203bc8f03911858be2be92b3e88376922b09ccdf58c';

interface DumpModules {
  /** Postgres' own pg_dump. */
  pgDump: WebAssembly.Module;
  /** What it calls its socket through. */
  trampoline: WebAssembly.Module;
}

let compiled: Promise<DumpModules> | undefined;

/** Compiles them once. Throws if pg_dump is not the one that this code was written for. */
export function dumpModules(): Promise<DumpModules> {
  compiled ??= load();
  return compiled;
}

async function load(): Promise<DumpModules> {
  const package_ = import.meta.resolve('@electric-sql/pglite-tools/pg_dump');
  const bytes = await readFile(fileURLToPath(new URL('pg_dump.wasm', package_).href));
  if (createHash('sha256').update(bytes).digest('hex') !== SHA256)
    throw new Error('pg_dump.wasm is not the expected file. Install the packages again with `npm ci`.');
  const trampoline = await readFile(fileURLToPath(new URL('socket-trampoline.wasm', import.meta.url).href));
  return { pgDump: await WebAssembly.compile(bytes), trampoline: await WebAssembly.compile(trampoline) };
}
