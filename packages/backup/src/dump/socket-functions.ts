/// <reference path="./webassembly.d.ts" />
import { dumpModules } from '#dump-modules';
import { exportedFunction } from './exported-function.ts';
import type { WasmMemory } from './wasm-memory.ts';

/** What pg_dump reads from and writes to. */
export interface DumpSocket {
  /** At most `max` bytes, and none at the end. A promise if they have to be waited for. */
  read: (max: number) => Uint8Array | Promise<Uint8Array>;
  write: (bytes: Uint8Array) => Promise<void>;
}

/** Error number of WASI: https://github.com/WebAssembly/WASI/blob/main/legacy/preview1/docs.md#errno */
const WOULD_BLOCK = 6;
const FAILED = -1;

/**
 * The two functions of a socket, as entries of the module's table. They suspend the program until the promise is settled
 * (JavaScript Promise Integration, https://github.com/WebAssembly/js-promise-integration).
 *
 * libpq reads once more than it has to after a large message, and expects to hear that there is nothing: the server may have
 * nothing to send before the next query (pqReadData in fe-misc.c). So each wait is refused once, and libpq asks again if it
 * really needs more. `setErrno` sets the module's `errno`.
 */
export async function socketFunctions(
  memory: WasmMemory,
  socket: DumpSocket,
  setErrno: (error: number) => void,
) {
  let isRefused = false;
  let isOver = false;
  const take = (pointer: number, bytes: Uint8Array) => {
    isOver = bytes.byteLength === 0;
    memory.writeBytes(pointer, bytes);
    return bytes.byteLength;
  };
  const e = {
    r: new WebAssembly.Suspending((pointer: number, max: number) => {
      if (isOver) return 0;
      isRefused = !isRefused;
      if (isRefused) {
        setErrno(WOULD_BLOCK);
        return FAILED;
      }
      const bytes = socket.read(max);
      return bytes instanceof Promise ? bytes.then((read) => take(pointer, read)) : take(pointer, bytes);
    }),
    w: new WebAssembly.Suspending(async (pointer: number, length: number) => {
      await socket.write(memory.bytes(pointer, length).slice());
      return length;
    }),
  };
  const { trampoline } = await dumpModules();
  const { exports } = await WebAssembly.instantiate(trampoline, { e });
  return { read: exportedFunction(exports, 'r'), write: exportedFunction(exports, 'w') };
}
