import type { WasmMemory } from './wasm-memory.ts';

/** How the program ended. Thrown through its frames. */
export class ProgramExit {
  readonly code: number;

  constructor(code: number) {
    this.code = code;
  }
}

export interface Host {
  environment: Record<string, string>;
  /** Receives what the program prints. The bytes are valid during the call. */
  output: (bytes: Uint8Array) => void;
  error: (bytes: Uint8Array) => void;
}

type OpenFile = 'input' | 'output' | 'error' | 'random';

/** Error numbers of WASI: https://github.com/WebAssembly/WASI/blob/main/legacy/preview1/docs.md#errno */
const NO_SUCH_FILE = 44;
const NOT_SUPPORTED = 58;

const FIRST_FREE = 3;
const CHARACTER_DEVICE = 2;
const REGULAR_FILE = 4;

const ADDRESS_BYTES = 32;
const SOCKET_ADDRESS_BYTES = 16;
const INTERNET = 2;
const STREAM = 1;
const TCP = 6;

/**
 * The functions that pg_dump calls, by name. It sees one file, /dev/urandom, and one network address, whose socket is what
 * `pgl_set_rw_cbs` was given. A function that is not here answers "not supported".
 */
export function systemCalls(
  memory: WasmMemory,
  host: Host,
  allocate: (bytes: number) => number,
): Record<string, (...args: never[]) => unknown> {
  const variables = Object.entries(host.environment).map(([name, value]) => `${name}=${value}`);
  const files = new Map<number, OpenFile>([
    [0, 'input'],
    [1, 'output'],
    [2, 'error'],
  ]);
  let nextFile = FIRST_FREE;
  const open = (file: OpenFile | undefined) => {
    if (file) files.set(nextFile, file);
    return nextFile++;
  };

  const exit = (code: number) => {
    throw new ProgramExit(code);
  };
  const now = () => Date.now();

  return {
    exit,
    proc_exit: exit,

    environ_sizes_get(count: number, size: number) {
      memory.writeUint32(count, variables.length);
      memory.writeUint32(
        size,
        variables.reduce((sum, each) => sum + Buffer.byteLength(each) + 1, 0),
      );
      return 0;
    },
    environ_get(list: number, buffer: number) {
      let at = buffer;
      for (const [index, variable] of variables.entries()) {
        memory.writeUint32(list + 4 * index, at);
        at += memory.writeString(at, variable);
      }
      return 0;
    },

    fd_write(file: number, vectors: number, count: number, written: number) {
      let total = 0;
      for (const bytes of memory.vectors(vectors, count)) {
        if (bytes.byteLength > 0) (files.get(file) === 'output' ? host.output : host.error)(bytes);
        total += bytes.byteLength;
      }
      memory.writeUint32(written, total);
      return 0;
    },
    fd_read(file: number, vectors: number, count: number, read: number) {
      let total = 0;
      if (files.get(file) === 'random') {
        for (const bytes of memory.vectors(vectors, count)) {
          bytes.set(crypto.getRandomValues(new Uint8Array(bytes.byteLength)));
          total += bytes.byteLength;
        }
      }
      memory.writeUint32(read, total);
      return 0;
    },
    fd_close(file: number) {
      files.delete(file);
      return 0;
    },
    fd_fdstat_get(file: number, status: number) {
      memory.bytes(status, 24).fill(0);
      memory.bytes(status, 1).set([file < FIRST_FREE ? CHARACTER_DEVICE : REGULAR_FILE]);
      return 0;
    },

    __syscall_openat(_directory: number, path: number) {
      return memory.readString(path) === '/dev/urandom' ? open('random') : -NO_SUCH_FILE;
    },
    __syscall_stat64: () => -NO_SUCH_FILE,
    __syscall_dup: (file: number) => open(files.get(file)),
    __syscall_socket: () => open(undefined),
    __syscall_fcntl64: () => 0,
    __syscall_ioctl: () => 0,

    /** One address of the fourth version of the protocol, which nothing connects to. */
    getaddrinfo(_node: number, _service: number, _hints: number, result: number) {
      const [info, address] = [allocate(ADDRESS_BYTES), allocate(SOCKET_ADDRESS_BYTES)];
      memory.bytes(info, ADDRESS_BYTES).fill(0);
      memory.bytes(address, SOCKET_ADDRESS_BYTES).fill(0);
      memory.writeBytes(address, Uint8Array.of(INTERNET, 0, 0, 0, 127, 0, 0, 1));
      for (const [index, value] of [INTERNET, STREAM, TCP, SOCKET_ADDRESS_BYTES, address].entries())
        memory.writeUint32(info + 4 + 4 * index, value);
      memory.writeUint32(result, info);
      return 0;
    },

    emscripten_resize_heap: (size: number) => (memory.growTo(size) ? 1 : 0),
    emscripten_date_now: now,
    emscripten_get_now: now,
    clock_time_get(_clock: number, _precision: bigint, result: number) {
      memory.writeUint64(result, BigInt(now()) * 1_000_000n);
      return 0;
    },
    _tzset_js() {},
    _localtime_js(seconds: bigint, result: number) {
      const time = new Date(Number(seconds) * 1000);
      const [year, month] = [time.getUTCFullYear() - 1900, time.getUTCMonth()];
      const clock = [time.getUTCSeconds(), time.getUTCMinutes(), time.getUTCHours()];
      const fields = [...clock, time.getUTCDate(), month, year, time.getUTCDay(), 0, 0, 0];
      for (const [index, value] of fields.entries()) memory.writeUint32(result + 4 * index, value);
    },
  };
}

export const notSupported = () => -NOT_SUPPORTED;
