import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Argon2Exports } from './argon2-exports.ts';

// The types of Node have no WebAssembly, and those of Workers none that compiles bytes.
declare const WebAssembly: {
  Module: new (bytes: Uint8Array) => object;
  Instance: new (compiled: object) => { exports: Argon2Exports };
};

const path = createRequire(import.meta.url).resolve('@phi-ag/argon2/argon2.wasm');

export function instantiateArgon2(): Argon2Exports {
  return new WebAssembly.Instance(new WebAssembly.Module(readFileSync(path))).exports;
}
