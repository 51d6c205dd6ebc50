/** The path of the executable. The package has no types. */
declare module 'workerd' {
  const path: string;
  export default path;
}
