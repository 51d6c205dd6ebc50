import { AppError } from '@selfdb/shared/errors';
import { sleep } from '../sleep.ts';

const POLL_MS = 50;
/** After this a registration that has not ended counts as lost; a second one beside it costs a hash, no harm. */
const LEASE_MS = 10_000;

interface Registration {
  lostAt: number;
  ended: boolean;
  taken: boolean;
}

const underWay = new Map<string, Registration>();

/**
 * Runs `register` when no other registration of the same address is under way in this isolate, so that many at once
 * cost one hash. Those who waited for one that made or found the address taken run `refuseIfTaken` before.
 */
export async function oneByOne<T>(
  email: string,
  register: () => Promise<T>,
  refuseIfTaken: () => Promise<void>,
): Promise<T> {
  const key = email.toLowerCase();
  for (let other = find(key); other; other = find(key)) {
    await end(other);
    if (other.taken) await refuseIfTaken();
  }
  const own: Registration = { lostAt: Date.now() + LEASE_MS, ended: false, taken: false };
  underWay.set(key, own);
  try {
    const result = await register();
    own.taken = true;
    return result;
  } catch (error) {
    own.taken = error instanceof AppError && error.code === 'conflict';
    throw error;
  } finally {
    own.ended = true;
    if (underWay.get(key) === own) underWay.delete(key);
  }
}

function find(key: string): Registration | undefined {
  const registration = underWay.get(key);
  return registration && Date.now() < registration.lostAt ? registration : undefined;
}

/** By a timer, not by a promise of the other request: that one may be cancelled and never settle. */
async function end(registration: Registration): Promise<void> {
  while (!registration.ended && Date.now() < registration.lostAt) await sleep(POLL_MS);
}
