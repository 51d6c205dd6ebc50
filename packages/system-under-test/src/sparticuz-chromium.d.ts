/** What is used of the package. Its own types are missing where npm left it out, as it does under Node 20. */
declare module '@sparticuz/chromium' {
  const chromium: { setGraphicsMode: boolean; executablePath(): Promise<string> };
  export default chromium;
}
