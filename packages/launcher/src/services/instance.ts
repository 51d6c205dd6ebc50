import type { StatePaths } from '../config/paths.ts';

/** The environment variable of every service of a state directory, by which it is found after its supervisor died. */
export function instanceVariable(paths: StatePaths): Record<string, string> {
  return { SELFDB_INSTANCE: paths.instance };
}

/** The same for what wrangler starts, which a supervisor that takes over must leave alone. */
export function wranglerVariable(paths: StatePaths): Record<string, string> {
  return { SELFDB_WRANGLER: paths.instance };
}

/** Names the embedded Postgres of a state directory, also in the titles of its processes. */
export function clusterName(paths: StatePaths): string {
  return `selfdb-${paths.instance}`;
}
