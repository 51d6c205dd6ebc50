// workerd compiles WebAssembly only from modules of the bundle, never from bytes.
import compiled from '@phi-ag/argon2/argon2.wasm';
import type { Argon2Exports } from './argon2-exports.ts';

declare const WebAssembly: { Instance: new (compiled: object) => { exports: Argon2Exports } };

export function instantiateArgon2(): Argon2Exports {
  return new WebAssembly.Instance(compiled).exports;
}
