/// <reference path="./webassembly.d.ts" />
// workerd compiles WebAssembly only from modules of the bundle, never from bytes. The package exports no path of this file.
import pgDump from '../../../../node_modules/@electric-sql/pglite-tools/dist/pg_dump.wasm';
import trampoline from './socket-trampoline.wasm';

export async function dumpModules(): Promise<{ pgDump: WebAssembly.Module; trampoline: WebAssembly.Module }> {
  return { pgDump, trampoline };
}
