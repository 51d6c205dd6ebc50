/** What the WebAssembly of `@phi-ag/argon2` exports. Pointers and sizes are in bytes. */
export interface Argon2Exports {
  readonly memory: { readonly buffer: ArrayBuffer };
  _initialize(): void;
  malloc(bytes: number): number;
  free(pointer: number): void;
  argon2_hash(...args: number[]): number;
  argon2_verify(...args: number[]): number;
}
