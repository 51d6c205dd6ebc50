import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
// The package's export for Node names a file that it does not contain.
import { initSync, transformSync } from '../../../../../node_modules/@swc/wasm-typescript-esm/wasm.js';

const wasm = fileURLToPath(
  new URL('../../../../../node_modules/@swc/wasm-typescript-esm/wasm_bg.wasm', import.meta.url).href,
);

export function openSwc(): typeof transformSync {
  initSync({ module: readFileSync(wasm) });
  return transformSync;
}
