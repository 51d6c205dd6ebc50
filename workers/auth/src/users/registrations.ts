import { AppError } from '@selfdb/shared/errors';
import { sleep } from '../sleep.ts';

const POLL_MS = 50;
/** A registration that takes longer counts as lost. If it was not, a second one beside it only costs a hash. */
const LEASE_MS = 10_000;

interface Registration {
  lostAt: number;
  ended: boolean;
  taken: boolean;
}

const underWay = new Map<string, Registration>();

/**
 * Runs `register` while no other registration of the same address is under way in this isolate, so that many at once
 * cost one hash. After a wait for one that took the address or found it taken, it runs `refuseIfTaken` first.
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

/** Polls, because the promise of another request may never settle if that request is cancelled. */
async function end(registration: Registration): Promise<void> {
  while (!registration.ended && Date.now() < registration.lostAt) await sleep(POLL_MS);
}
