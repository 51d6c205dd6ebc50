import { UserError } from '../../user-error.ts';
import type { Command } from '../command.ts';

const actions: Record<string, () => Promise<Command>> = {
  list: () => import('./list.ts'),
  deploy: () => import('./deploy.ts'),
  pull: () => import('./pull.ts'),
  logs: () => import('./logs.ts'),
  invoke: () => import('./invoke.ts'),
};

/** `functions list`, `deploy`, `pull`, `logs` and `invoke`. */
export async function run([action, ...args]: string[]): Promise<number> {
  const names = Object.keys(actions).join(', ');
  if (action === undefined) throw new UserError(`Say what to do with functions: ${names}.`);
  const load = Object.hasOwn(actions, action) ? actions[action] : undefined;
  if (!load) throw new UserError(`functions can't "${action}". It can ${names}.`);
  return (await load()).run(args);
}
