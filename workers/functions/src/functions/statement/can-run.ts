import { sql } from 'kysely';

/**
 * Whether the function `f` of the owner `o` can run. Not its deployment's status: after a failed one, the version before keeps
 * serving.
 */
export const canRun = sql`f.is_active and o.is_active and f.deployed_version is not null and f.deployment_status <> 'undeployed'`;
