/**
 * The part of WebAssembly's interface that this folder uses. The types of Node have none of it, and those of browsers do not
 * have JavaScript Promise Integration yet.
 */
declare namespace WebAssembly {
  type ValueType = 'i32' | 'i64' | 'f32' | 'f64';
  type WasmFunction = (...args: number[]) => number;
  type ExportValue = WasmFunction | Memory | Table | Global;
  type Exports = Record<string, ExportValue>;
  type ModuleImports = Record<string, unknown>;

  interface Module {
    readonly brand: unique symbol;
  }
  interface Instance {
    readonly exports: Exports;
  }
  interface Memory {
    readonly buffer: ArrayBuffer;
    grow(pages: number): number;
  }
  interface Table {
    grow(entries: number): number;
    set(index: number, value: WasmFunction): void;
  }
  interface Global {
    value: number;
  }

  const Module: { imports(module: Module): { module: string; name: string; kind: string }[] };
  const Memory: new (size: { initial: number; maximum: number }) => Memory;
  const Table: new (size: { initial: number; element: 'anyfunc' }) => Table;
  const Global: new (type: { value: ValueType; mutable: boolean }, value: number) => Global;

  function compile(bytes: Uint8Array): Promise<Module>;
  function instantiate(module: Module, imports: Record<string, ModuleImports>): Promise<Instance>;

  /** A function that suspends its caller until the promise is settled (https://github.com/WebAssembly/js-promise-integration). */
  const Suspending: new (call: (...args: number[]) => number | Promise<number>) => WasmFunction;
  /** A function whose result is a promise, because something that it calls may suspend it. */
  function promising(call: WasmFunction): (...args: number[]) => Promise<number>;
}
