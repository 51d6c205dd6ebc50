const MIN_LENGTH = 3;
const MAX_LENGTH = 63;

/** The name of a bucket as this version allows it (lowercase letters, digits, hyphens), and not one of the `taken`. */
export function toBucketName(name: string, taken: ReadonlySet<string>): string {
  const plain = name
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, MAX_LENGTH)
    .replace(/^-|-$/g, '');
  const allowed = plain.length < MIN_LENGTH ? `bucket-${plain}`.replace(/-$/, '') : plain;
  for (let number = 1; ; number += 1) {
    const ending = number === 1 ? '' : `-${number}`;
    const candidate = `${allowed.slice(0, MAX_LENGTH - ending.length)}${ending}`;
    if (!taken.has(candidate)) return candidate;
  }
}
