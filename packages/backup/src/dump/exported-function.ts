type WasmFunction = (...args: number[]) => number;

/** A function that a module exports. Throws if it does not. */
export function exportedFunction(exports: WebAssembly.Exports, name: string): WasmFunction {
  const found = exports[name];
  if (!isFunction(found)) throw new Error(`The module exports no function "${name}".`);
  return found;
}

function isFunction(value: WebAssembly.ExportValue | undefined): value is WasmFunction {
  return typeof value === 'function';
}
