import { randomBytes } from 'node:crypto';
import { instantiateArgon2 } from '#instantiate-argon2';
import type { Argon2Exports } from './argon2-exports.ts';

/** The first recommendation of OWASP's password storage cheat sheet for argon2id: 19 MiB, two passes, one lane. */
const COST = { memoryKiB: 19_456, passes: 2, lanes: 1 };
const SALT_BYTES = 16;
const KEY_BYTES = 32;
const ARGON2ID = 2;
const VERSION = 0x13;
/** SelfDB made no hash with a higher cost. Such a hash would hold the thread or fill the memory. */
const MAX_COST = { memoryKiB: 65_536, passes: 10, lanes: 4 };

const FORM = /^\$argon2id\$v=19\$m=(\d{1,6}),t=(\d{1,2}),p=(\d)\$[A-Za-z0-9+/]{11,86}\$[A-Za-z0-9+/]{22,86}$/;
const PREFIX = `$argon2id$v=19$m=${COST.memoryKiB},t=${COST.passes},p=${COST.lanes}$`;

/** The only instance. Its memory grows to 20 MB with the first hash and never shrinks. */
let instance: Argon2Exports | undefined;

/** Hash of a password in the PHC string format. Holds its thread for about 25 ms. */
export function hashWithArgon2(password: Uint8Array, salt: Uint8Array = randomBytes(SALT_BYTES)): string {
  const { memoryKiB, passes, lanes } = COST;
  const maxEncodedBytes = 256;
  return withMemory([password, salt, maxEncodedBytes], ({ argon2_hash, memory }, [pwd, slt, encoded]) => {
    const cost = [passes, memoryKiB, lanes, pwd, password.length, slt, salt.length] as const;
    const code = argon2_hash(...cost, 0, KEY_BYTES, encoded, maxEncodedBytes, ARGON2ID, VERSION);
    if (code !== 0) throw new Error(`argon2 failed with code ${code}`);
    const bytes = new Uint8Array(memory.buffer, encoded, maxEncodedBytes);
    return new TextDecoder().decode(bytes.slice(0, bytes.indexOf(0)));
  });
}

/** Whether the password matches the hash, which must be one that `isArgon2` accepts. */
export function verifyWithArgon2(password: Uint8Array, hash: string): boolean {
  const encoded = new TextEncoder().encode(`${hash}\0`);
  return withMemory(
    [password, encoded],
    ({ argon2_verify }, [pwd, enc]) => argon2_verify(enc, pwd, password.length, ARGON2ID) === 0,
  );
}

/** Whether the hash is an argon2id hash of an acceptable cost. */
export function isArgon2(hash: string): boolean {
  const [, memoryKiB, passes, lanes] = FORM.exec(hash) ?? [];
  return (
    Number(memoryKiB) <= MAX_COST.memoryKiB &&
    Number(passes) <= MAX_COST.passes &&
    Number(lanes) <= MAX_COST.lanes
  );
}

/** Whether the hash is an argon2id hash with the cost of new ones. */
export function isCurrentArgon2(hash: string): boolean {
  return hash.startsWith(PREFIX) && isArgon2(hash);
}

/**
 * Runs `work` with a pointer to each part: a copy of the bytes, or that many empty bytes. The library's own wrapper confuses
 * the length of a text with the number of its bytes, and so cuts off the end of a password with characters beyond ASCII.
 */
function withMemory<const P extends (Uint8Array | number)[], T>(
  parts: P,
  work: (exports: Argon2Exports, pointers: { [I in keyof P]: number }) => T,
): T {
  instance ??= instantiate();
  const exports = instance;
  const sizes = parts.map((part) => (typeof part === 'number' ? part : part.length));
  const pointers = sizes.map((size) => exports.malloc(Math.max(size, 1)));
  if (pointers.includes(0)) throw new Error('argon2 has no memory left');
  const memory = () => new Uint8Array(exports.memory.buffer);
  try {
    parts.forEach((part, i) => {
      if (typeof part !== 'number') memory().set(part, pointers[i]);
    });
    return work(exports, pointers as { [I in keyof P]: number });
  } catch (error) {
    // After a trap, the memory of the instance can't be trusted.
    instance = undefined;
    throw error;
  } finally {
    pointers.forEach((pointer, i) => {
      memory().fill(0, pointer, pointer + (sizes[i] ?? 0));
      exports.free(pointer);
    });
  }
}

function instantiate(): Argon2Exports {
  const exports = instantiateArgon2();
  exports._initialize();
  return exports;
}
