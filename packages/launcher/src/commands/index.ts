import type { Command } from './command.ts';

/** Every command by name, loaded when called. The launcher itself runs those that `help.txt` does not list. */
export const commands: Record<string, () => Promise<Command>> = {
  start: () => import('./start.ts'),
  stop: () => import('./stop.ts'),
  restart: () => import('./restart.ts'),
  rebuild: () => import('./rebuild.ts'),
  status: () => import('./status.ts'),
  ps: () => import('./status.ts'),
  logs: () => import('./logs.ts'),
  keys: () => import('./keys.ts'),
  migrate: () => import('./database/migrate.ts'),
  psql: () => import('./database/psql.ts'),
  backup: () => import('./backup/backup.ts'),
  restore: () => import('./backup/restore.ts'),
  functions: () => import('./functions/functions.ts'),
  types: () => import('./database/types.ts'),
  test: () => import('./test.ts'),
  help: () => import('./help.ts'),
  dev: () => import('./dev.ts'),
  supervise: () => import('../supervisor/supervise.ts'),
};
