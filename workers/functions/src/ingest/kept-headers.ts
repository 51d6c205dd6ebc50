/** Of one connection, of SelfDB itself, or credentials. */
const DROPPED = new Set([
  'authorization',
  'connection',
  'content-length',
  'cookie',
  'expect',
  'host',
  'keep-alive',
  'proxy-authorization',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
  'x-api-key',
  // Some providers send the secret itself.
  'x-gitlab-token',
  'x-telegram-bot-api-secret-token',
]);

/** The headers of a request that are stored and given to the function, without any that holds one of the secrets. */
export function keptHeaders(headers: Headers, secrets: string[]): Record<string, string> {
  const kept = [...headers].filter(
    ([name, value]) =>
      !DROPPED.has(name) &&
      !name.startsWith('x-selfdb-') &&
      !secrets.some((secret) => value.includes(secret)),
  );
  return Object.fromEntries(kept);
}
