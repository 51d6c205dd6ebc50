import type { Database } from '@selfdb/server/db/database';
import { AppError } from '@selfdb/shared/errors';
import { noSuchFunction } from '../../functions/access.ts';
import { UNREADABLE_VARIABLES } from '../../functions/deployment-errors.ts';
import { decryptVariables } from '../../functions/variables.ts';
import { findCode, noteError } from './repository.ts';

/** What a runner loads. Throws not_found, conflict (not deployed, inactive, or variables of another SECRET_KEY). */
export async function getCode(db: Database, secretKey: string, id: string) {
  const found = await findCode(db, id);
  if (!found) throw noSuchFunction();
  if (!found.is_active) throw new AppError('conflict', 'The function is not active.');
  if (!found.modules || found.version === null)
    throw new AppError('conflict', 'The function is not deployed.');
  const variables = await decryptVariables(secretKey, found.variables);
  if (!variables) {
    await noteError(db, id, UNREADABLE_VARIABLES);
    throw new AppError('conflict', UNREADABLE_VARIABLES);
  }
  return {
    id: found.id,
    name: found.name,
    revision: found.revision,
    version: found.version,
    main: 'index.js',
    modules: found.modules,
    variables,
    network: found.network,
    timeout_ms: found.timeout_seconds * 1000,
    memory_mb: found.memory_limit_mb,
    max_concurrent: found.max_concurrent,
    acting: { user_id: found.user_id, session_id: found.session_id, is_admin: found.is_admin },
  };
}
