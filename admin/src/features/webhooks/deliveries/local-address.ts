const LOCAL =
  /^(?:localhost|.*\.localhost|127\.[\d.]+|\[::1\]|10\.[\d.]+|192\.168\.[\d.]+|172\.(?:1[6-9]|2\d|3[01])\.[\d.]+)$/;

/** Whether an address is one that the internet does not reach. */
export function isLocalAddress(url: string): boolean {
  return URL.canParse(url) && LOCAL.test(new URL(url).hostname);
}
