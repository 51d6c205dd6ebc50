import { asUser } from '@selfdb/server/db/authority';
import type { Caller } from '@selfdb/server/http/caller/caller';
import { AppError, ValidationError } from '@selfdb/shared/errors';
import type { FunctionVersion, SelfDBFunction } from '@selfdb/shared/functions/schema';
import { compileFunction, type SourceFiles } from '../compile/compile.ts';
import { noSuchFunction, ownedFunction, requireOwned } from '../functions/access.ts';
import { updateFunction } from '../functions/repository.ts';
import * as repository from './repository.ts';

export async function listVersions({ db, principal }: Caller, id: string): Promise<FunctionVersion[]> {
  asUser(principal);
  const found = await repository.listVersions(db, principal, id);
  requireOwned(principal, found);
  return found?.versions ?? [];
}

/** Compiles the newest version and makes it serve. Throws validation_error, conflict (a newer version was saved). */
export async function deploy({ db, principal }: Caller, id: string): Promise<SelfDBFunction> {
  const { version, files } = await getSource({ db, principal }, id, undefined);
  try {
    const compiled = compileFunction(files);
    const found = await repository.deployVersion(db, principal, id, { version, compiled });
    requireOwned(principal, found);
    if (!found?.function)
      throw new AppError('conflict', 'A newer version was saved meanwhile. Deploy again.');
    return found.function;
  } catch (error) {
    if (error instanceof ValidationError) {
      await repository.failDeployment(db, principal, id, { version, error: error.message });
    }
    throw error;
  }
}

/** Saves the code of an earlier version as the newest, and deploys it. */
export async function rollback(
  { db, principal }: Caller,
  id: string,
  version: number,
): Promise<SelfDBFunction> {
  const { main, files, several } = await getSource({ db, principal }, id, version);
  const code = { main, files: several ? files : null, compiled: compileFunction(files) };
  return ownedFunction(principal, await updateFunction(db, principal, id, { fields: {}, code }));
}

async function getSource(
  { db, principal }: Caller,
  id: string,
  version: number | undefined,
): Promise<{ version: number; main: string; files: SourceFiles; several: boolean }> {
  asUser(principal);
  const found = await repository.findSource(db, principal, id, version);
  requireOwned(principal, found);
  if (!found?.version || found.code === null) {
    throw version === undefined ? noSuchFunction() : new AppError('not_found', 'There is no such version.');
  }
  const files = found.files ?? { 'index.ts': found.code };
  return { version: found.version, main: found.code, files, several: found.files !== null };
}
