// workerd compiles WebAssembly only from modules of the bundle, never from bytes. The package exports no path to its own.
import { initSync, transformSync } from '@swc/wasm-typescript-esm';
import compiled from '../../../../../node_modules/@swc/wasm-typescript-esm/wasm_bg.wasm';

export function openSwc(): typeof transformSync {
  initSync({ module: compiled });
  return transformSync;
}
