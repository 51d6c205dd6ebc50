import { AppError } from '@selfdb/shared/errors';
import { sleep } from '../sleep.ts';

const POLL_MS = 50;
/** A registration that takes longer counts as lost. If it is not, a second one only costs another hash. */
const LEASE_MS = 10_000;

interface Registration {
  lostAt: number;
  ended: boolean;
  taken: boolean;
}

const inProgress = new Map<string, Registration>();

/**
 * Runs `register` when no other registration of the same e-mail address is in progress in this isolate, so that many at
 * once cost one hash. If the previous one took the address or found it taken, runs `refuseIfTaken` first.
 */
export async function serializeRegistration<T>(
  email: string,
  register: () => Promise<T>,
  refuseIfTaken: () => Promise<void>,
): Promise<T> {
  const key = email.toLowerCase();
  for (let other = find(key); other; other = find(key)) {
    await waitForEnd(other);
    if (other.taken) await refuseIfTaken();
  }
  const own: Registration = { lostAt: Date.now() + LEASE_MS, ended: false, taken: false };
  inProgress.set(key, own);
  try {
    const result = await register();
    own.taken = true;
    return result;
  } catch (error) {
    own.taken = error instanceof AppError && error.code === 'conflict';
    throw error;
  } finally {
    own.ended = true;
    if (inProgress.get(key) === own) inProgress.delete(key);
  }
}

function find(key: string): Registration | undefined {
  const registration = inProgress.get(key);
  return registration && Date.now() < registration.lostAt ? registration : undefined;
}

/** Polls, because a promise of another request never settles if that request is cancelled. */
async function waitForEnd(registration: Registration): Promise<void> {
  while (!registration.ended && Date.now() < registration.lostAt) await sleep(POLL_MS);
}
