import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { transformSync } from '@swc/wasm-typescript-esm';

// The package's export for Node names a file that it does not contain.
const folder = new URL('../../../../../node_modules/@swc/wasm-typescript-esm/', import.meta.url);
const swc: typeof import('@swc/wasm-typescript-esm') = await import(new URL('wasm.js', folder).href);

export function openSwc(): typeof transformSync {
  swc.initSync({ module: readFileSync(fileURLToPath(new URL('wasm_bg.wasm', folder).href)) });
  return swc.transformSync;
}
