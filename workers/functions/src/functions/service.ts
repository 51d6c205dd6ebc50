import type { Principal } from '@selfdb/server/auth/principal';
import { asUser, type RoleRow, requireUser } from '@selfdb/server/db/authority';
import { pgErrorOf } from '@selfdb/server/db/errors/pg-error';
import type { Caller } from '@selfdb/server/http/caller/caller';
import { AppError } from '@selfdb/shared/errors';
import type {
  CreateFunction,
  ListFunctions,
  SelfDBFunction,
  UpdateFunction,
} from '@selfdb/shared/functions/schema';
import { compileFunction, type SourceFiles } from '../compile/compile.ts';
import type { FunctionsCaller } from '../functions-caller.ts';
import { ownedFunction, requireOwned } from './access.ts';
import * as repository from './repository.ts';
import { encryptVariables, maskedNames, type Variables, withoutMasked } from './variables.ts';

export async function listFunctions(
  { db, principal }: Caller,
  list: ListFunctions,
): Promise<SelfDBFunction[]> {
  asUser(principal);
  const found = await repository.listFunctions(db, principal, list);
  requireUser(principal, found?.my_role);
  return found?.functions ?? [];
}

export async function countFunctions({ db, principal }: Caller, search: string | undefined): Promise<number> {
  asUser(principal);
  const found = await repository.countFunctions(db, principal, search);
  requireUser(principal, found?.my_role);
  return found?.count ?? 0;
}

/** Throws unauthenticated, forbidden, conflict (the name is taken), validation_error (the code). */
export async function createFunction(
  { db, principal, env }: FunctionsCaller,
  body: CreateFunction,
): Promise<SelfDBFunction> {
  asUser(principal);
  const usersMay = env.FUNCTIONS_FOR === 'users';
  const code = await toCode(body, async () =>
    requireCreator(principal, await repository.findCreator(db, principal, usersMay)),
  );
  if (!code) throw new AppError('bad_request', 'Send the code of the function.');
  const fields = await toFields(env.SECRET_KEY, body);
  const found = await repository.insertFunction(db, principal, { name: body.name, fields, code, usersMay });
  requireCreator(principal, found);
  if (!found?.function) throw nameTaken();
  return found.function;
}

export async function getFunction({ db, principal }: Caller, id: string): Promise<SelfDBFunction> {
  asUser(principal);
  return ownedFunction(principal, await repository.findFunction(db, principal, id));
}

/** Throws unauthenticated, forbidden, not_found, conflict (the name is taken), validation_error (the code). */
export async function updateFunction(
  { db, principal, env }: FunctionsCaller,
  id: string,
  body: UpdateFunction,
): Promise<SelfDBFunction> {
  asUser(principal);
  const code = await toCode(body, async () =>
    requireOwned(principal, await repository.findFunction(db, principal, id)),
  );
  const change = { fields: await toFields(env.SECRET_KEY, body), code };
  const found = await repository.updateFunction(db, principal, id, change).catch((error: unknown) => {
    throw pgErrorOf(error)?.constraint === 'functions_name' ? nameTaken(error) : error;
  });
  return ownedFunction(principal, found);
}

/** Replaces the variables. A masked value keeps the stored one. */
export async function setVariables(
  { db, principal, env }: FunctionsCaller,
  id: string,
  variables: Variables,
): Promise<SelfDBFunction> {
  return updateFunction({ db, principal, env }, id, { env_vars: variables, deploy: true });
}

export async function deleteFunction({ db, principal }: Caller, id: string): Promise<void> {
  asUser(principal);
  requireOwned(principal, await repository.deleteFunction(db, principal, id));
}

function requireCreator(principal: Principal, found: (RoleRow & { allowed: boolean }) | undefined): void {
  requireUser(principal, found?.my_role);
  if (!found?.allowed) throw new AppError('forbidden', 'Only an administrator may make functions.');
}

/** `requireRight` runs before an error in the code is reported: a caller without the right gets to know that first. */
async function toCode(
  body: { code?: string | undefined; files?: SourceFiles | undefined; deploy: boolean },
  requireRight: () => Promise<void>,
): Promise<repository.Code | undefined> {
  const files = body.files ?? (body.code === undefined ? undefined : { 'index.ts': body.code });
  if (!files) return undefined;
  const main = files['index.ts'] ?? files['index.js'] ?? '';
  try {
    const compiled = body.deploy ? compileFunction(files) : undefined;
    return { main, files: body.files ?? null, compiled };
  } catch (error) {
    await requireRight();
    throw error;
  }
}

async function toFields(
  secretKey: string,
  { env_vars: variables, ...body }: Omit<UpdateFunction, 'code' | 'files'>,
): Promise<repository.Fields> {
  const { name, description, is_active, timeout_seconds, memory_limit_mb, max_concurrent, network } = body;
  return {
    name,
    description,
    public: body.public,
    is_active,
    timeout_seconds,
    memory_limit_mb,
    max_concurrent,
    network,
    variables: variables && {
      set: await encryptVariables(secretKey, withoutMasked(variables)),
      kept: maskedNames(variables),
    },
  };
}

function nameTaken(cause?: unknown): AppError {
  return new AppError('conflict', 'A function with this name already exists.', { cause });
}
