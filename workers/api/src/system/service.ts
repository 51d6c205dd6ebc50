import type { AppContext } from '@selfdb/server/http/context';
import { askHealth, isWell } from '@selfdb/server/http/internal';
import type { Health, Status } from '@selfdb/shared/system/routes';
import type { ApiBindings } from '../bindings.ts';
import { ping } from './repository.ts';

type States = Health['services'];
type Checked = Omit<Health, 'status'>;

const TIMEOUT_MS = 2000;
const NOT_NEEDED = ['realtime', 'backup', 'functions', 'runner'];

/** Asks every service for its health. One that takes more than two seconds is down. */
export async function checkServices(c: AppContext<ApiBindings>): Promise<Checked> {
  const [database, auth, storage, backup, functions, realtime] = await Promise.all([
    answersWithinTimeout(ping(c.get('db').of(undefined))),
    isWell(c, c.env.AUTH),
    isWell(c, c.env.STORAGE),
    isWell(c, c.env.BACKUP),
    askHealth(c, c.env.FUNCTIONS),
    askHealth(c, c.env.REALTIME),
  ]);
  const runner = await functions?.json<{ runner?: 'ok' | 'down' }>().catch(() => undefined);
  const services = {
    api: 'ok' as const,
    database: stateOf(database),
    auth: stateOf(auth),
    storage: stateOf(storage),
    backup: stateOf(backup),
    functions: stateOf(functions?.ok ?? false),
    runner: runner?.runner ?? 'down',
    realtime: stateOf(realtime?.ok ?? false),
  };
  const answer = await realtime?.json<{ feed?: Health['realtime'] }>().catch(() => undefined);
  return { services, ...(answer?.feed ? { realtime: answer.feed } : {}) };
}

/**
 * Healthy if every service that requests need is up. Realtime, backups and functions with their runner are not needed: some
 * databases can't offer the first, Cloudflare not the others, and rows and files are served without them.
 */
export function toHealth(checked: Checked): Health {
  const needed = Object.entries(checked.services).filter(([name]) => !NOT_NEEDED.includes(name));
  const status = needed.every(([, state]) => state === 'ok') ? 'ok' : 'down';
  return { status, ...checked };
}

/** Each service's state and version. All bundles of an installation are built together and have one version. */
export function describeServices(states: States, version: string): Status['services'] {
  return Object.fromEntries(Object.entries(states).map(([name, state]) => [name, { state, version }]));
}

function stateOf(isUp: boolean): 'ok' | 'down' {
  return isUp ? 'ok' : 'down';
}

function answersWithinTimeout(call: Promise<unknown>): Promise<boolean> {
  const timeout = new Promise<false>((resolve) => setTimeout(() => resolve(false), TIMEOUT_MS));
  return Promise.race([call.then(() => true).catch(() => false), timeout]);
}
