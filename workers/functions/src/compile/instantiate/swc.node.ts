import { readFileSync } from 'node:fs';
// The package's export for Node names a file that it does not contain.
import { initSync, transformSync } from '../../../../../node_modules/@swc/wasm-typescript-esm/wasm.js';

const wasm = new URL('../../../../../node_modules/@swc/wasm-typescript-esm/wasm_bg.wasm', import.meta.url);

export function openSwc(): typeof transformSync {
  initSync({ module: readFileSync(wasm) });
  return transformSync;
}
