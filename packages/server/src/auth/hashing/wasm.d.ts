declare module '*.wasm' {
  const compiled: object;
  export default compiled;
}
