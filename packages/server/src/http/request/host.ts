/** A host name or address, and perhaps a port. */
export const HOST = /^(?:[\w.-]+|\[[\da-f:.]+\])(?::\d{1,5})?$/i;

export const WRONG_HOST = 'The header Host must be a host name, with or without a port.';

/** Whether a `Host` header is well-formed. */
export function isHost(host: string): boolean {
  return HOST.test(host) && URL.canParse(`http://${host}`);
}
