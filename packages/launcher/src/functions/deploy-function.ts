import type { SelfDB, SelfDBFunction } from '@selfdb/sdk';
import { FunctionName } from '@selfdb/shared/functions/schema';
import { UserError } from '../user-error.ts';
import type { FunctionCode } from './code/function-code.ts';
import { readFunctionCode } from './code/read-code.ts';
import { codeFaults } from './code-faults.ts';
import { planDeployment, type Wanted } from './deployment-plan.ts';
import { readFunctionSettings, readVariables } from './function-files.ts';
import type { LocalFunction } from './local-functions.ts';

interface DeployOptions {
  deployed: SelfDBFunction | undefined;
  isDryRun: boolean;
}

/** Creates or changes a function, and gives lines that say what was done. Throws a UserError. */
export async function deployFunction(
  selfdb: SelfDB,
  fn: LocalFunction,
  { deployed, isDryRun }: DeployOptions,
): Promise<string[]> {
  const name = FunctionName.safeParse(fn.name);
  if (!name.success) throw new UserError(`The name ${name.error.issues[0]?.message}.`);
  const code = await readFunctionCode(fn);
  const wanted = {
    code: code.body,
    settings: readFunctionSettings(fn.settingsFile),
    variables: readVariables(fn.variablesFile),
  };
  const { said, now } = deployed
    ? await update(selfdb, { fn, code, deployed, isDryRun, wanted })
    : await create(selfdb, { fn, code, isDryRun, wanted });
  return [said, ...code.notes, ...notesOn(now)];
}

interface Deployed {
  said: string;
  /** Undefined if it does not exist yet. */
  now: SelfDBFunction | undefined;
}

interface Deployment {
  fn: LocalFunction;
  code: FunctionCode;
  wanted: Wanted;
  isDryRun: boolean;
}

async function create(selfdb: SelfDB, { fn, code, wanted, isDryRun }: Deployment): Promise<Deployed> {
  const variables = settingOf(Object.keys(wanted.variables ?? {}));
  if (isDryRun) return { said: `would be created${variables}`, now: undefined };
  const body = {
    ...Object.fromEntries(Object.entries(wanted.settings)),
    ...(wanted.variables && { env_vars: wanted.variables }),
    ...code.body,
  };
  const now = await selfdb.functions
    .create({ name: fn.name, ...body })
    .catch((error) => codeFaults(error, fn, code));
  return { said: `created, version 1${variables}`, now };
}

async function update(
  selfdb: SelfDB,
  { fn, code, wanted, deployed, isDryRun }: Deployment & { deployed: SelfDBFunction },
): Promise<Deployed> {
  const { changes, variables, deploysSaved, body } = planDeployment(deployed, wanted);
  const isUnchanged = changes.length === 0 && !deploysSaved;
  const list = [...changes, ...(deploysSaved ? ['deployment'] : [])].join(', ');
  const set = settingOf(variables);
  if (isDryRun)
    return { said: isUnchanged ? `unchanged${set}` : `would change: ${list}${set}`, now: deployed };
  let now = deployed;
  try {
    if (Object.keys(body).length > 0) now = await selfdb.functions.update(deployed.id, body);
    if (deploysSaved) now = await selfdb.functions.deploy(deployed.id);
  } catch (error) {
    codeFaults(error, fn, code);
  }
  return { said: isUnchanged ? `unchanged${set}` : `changed, version ${now.version}: ${list}${set}`, now };
}

function settingOf(variables: string[]): string {
  return variables.length > 0 ? ` (sets ${variables.join(', ')})` : '';
}

function notesOn(fn: SelfDBFunction | undefined): string[] {
  const inactive = fn?.is_active === false ? ['It is not active, and answers no calls.'] : [];
  return [...inactive, ...(fn?.deployment_error ? [fn.deployment_error] : [])];
}
