/// <reference path="./webassembly.d.ts" />
import { dumpModules } from '#dump-modules';
import { dumpError } from './dump-error.ts';
import { exportedFunction } from './exported-function.ts';
import { type DumpSocket, socketFunctions } from './socket-functions.ts';
import { type Host, notSupported, ProgramExit, systemCalls } from './system-calls.ts';
import { WasmMemory } from './wasm-memory.ts';

/** Sizes that the module was linked with: its stack ends where its heap begins, and it fills this part of the table. */
const STACK_TOP = 301_584;
const MEMORY_BASE = 1024;
const TABLE_SIZE = 231;
const INITIAL_PAGES = 1024;
const MAX_PAGES = 32_768;
const MAX_ERROR_BYTES = 16_384;

export interface DumpOptions {
  /** A connection to the server that has not been used yet, or that has negotiated TLS. */
  socket: DumpSocket;
  user: string;
  password: string;
  database: string;
  /** Options of pg_dump, such as `--snapshot=00000003-00000002-1`. */
  args: string[];
  /** Receives the script. The bytes are valid during the call. */
  output: (bytes: Uint8Array) => void;
}

/** Runs Postgres' pg_dump in this process, over the given socket. Throws a DumpError if it fails. */
export async function pgDump({ socket, user, password, database, args, output }: DumpOptions): Promise<void> {
  const printed: Uint8Array[] = [];
  let printedBytes = 0;
  const error = (bytes: Uint8Array) => {
    if (printedBytes < MAX_ERROR_BYTES) printed.push(bytes.slice());
    printedBytes += bytes.byteLength;
  };
  const environment = { HOME: '/', USER: user, PGPASSWORD: password, PGSSLMODE: 'disable' };
  const { exports, memory, table } = await instantiate({ environment, output, error });
  const errno = exportedFunction(exports, '__errno_location');
  const { read, write } = await socketFunctions(memory, socket, (error) =>
    memory.writeUint32(errno(), error),
  );
  const base = table.grow(2);
  table.set(base, read);
  table.set(base + 1, write);
  exportedFunction(exports, '__wasm_apply_data_relocs')();
  exportedFunction(exports, '__wasm_call_ctors')();
  exportedFunction(exports, 'pgl_set_rw_cbs')(base, base + 1);
  // The address stands for the socket.
  const target = ['--host=127.0.0.1', `--username=${user}`, `--dbname=${connectionString(database)}`];
  const code = await runMain(exports, memory, ['pg_dump', '--no-password', ...target, ...args]);
  if (code !== 0) throw dumpError(Buffer.concat(printed).toString(), code);
}

/** A bare name that contains `=` would be read as a connection string. */
function connectionString(database: string): string {
  return `dbname='${database.replaceAll(/['\\]/g, String.raw`\$&`)}'`;
}

async function instantiate(host: Host) {
  const memory = new WasmMemory(new WebAssembly.Memory({ initial: INITIAL_PAGES, maximum: MAX_PAGES }));
  const table = new WebAssembly.Table({ initial: TABLE_SIZE, element: 'anyfunc' });
  const constant = (value: number) => new WebAssembly.Global({ value: 'i32', mutable: false }, value);
  const variable = (value: number) => new WebAssembly.Global({ value: 'i32', mutable: true }, value);
  const imports: Record<string, WebAssembly.ModuleImports> = {
    env: {
      memory: memory.memory,
      __indirect_function_table: table,
      __stack_pointer: variable(STACK_TOP),
      __memory_base: constant(MEMORY_BASE),
      __table_base: constant(1),
    },
    'GOT.mem': { __heap_base: variable(STACK_TOP) },
    wasi_snapshot_preview1: {},
  };
  const { pgDump: module } = await dumpModules();
  let malloc: (bytes: number) => number = () => 0;
  const calls = systemCalls(memory, host, (bytes) => malloc(bytes));
  for (const { module: from, name, kind } of WebAssembly.Module.imports(module)) {
    const group = imports[from];
    if (kind === 'function' && group) group[name] = calls[name] ?? notSupported;
  }
  const { exports } = await WebAssembly.instantiate(module, imports);
  malloc = exportedFunction(exports, 'malloc');
  return { exports, memory, table };
}

/** Calls `main`, which is suspended whenever it waits for the socket. Returns its exit code. */
async function runMain(exports: WebAssembly.Exports, memory: WasmMemory, argv: string[]): Promise<number> {
  const malloc = exportedFunction(exports, 'malloc');
  const list = malloc(4 * (argv.length + 1));
  for (const [index, argument] of argv.entries()) {
    const pointer = malloc(Buffer.byteLength(argument) + 1);
    memory.writeString(pointer, argument);
    memory.writeUint32(list + 4 * index, pointer);
  }
  memory.writeUint32(list + 4 * argv.length, 0);
  try {
    return await WebAssembly.promising(exportedFunction(exports, '__main_argc_argv'))(argv.length, list);
  } catch (error) {
    if (error instanceof ProgramExit) return error.code;
    throw error;
  }
}
