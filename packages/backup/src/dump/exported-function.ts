/// <reference path="./webassembly.d.ts" />
/** A function that a module exports. Throws if it does not. */
export function exportedFunction(exports: WebAssembly.Exports, name: string): WebAssembly.WasmFunction {
  const found = exports[name];
  if (typeof found !== 'function') throw new Error(`The module exports no function "${name}".`);
  return found;
}
