const keys = new Map<string, Promise<string>>();

/**
 * The key that shows the database that an entry of the audit log comes from a worker, for entries that it writes as the SQL
 * role. Made from SECRET_KEY, so that the database never sees that one. The database knows the key's SHA-256.
 */
export function auditKey(secretKey: string): Promise<string> {
  const known = keys.get(secretKey);
  if (known) return known;
  const key = digest(secretKey);
  keys.set(secretKey, key);
  return key;
}

async function digest(secretKey: string): Promise<string> {
  const text = new TextEncoder().encode(`selfdb audit log ${secretKey}`);
  const bytes = new Uint8Array(await crypto.subtle.digest('SHA-256', text));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
