/** JavaScript Promise Integration, which the types of TypeScript do not have yet. */
declare namespace WebAssembly {
  const Suspending: new (call: (...args: number[]) => Promise<number>) => (...args: number[]) => number;
  function promising(call: (...args: number[]) => number): (...args: number[]) => Promise<number>;
}
