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
  const notes = [...(deployed?.is_active === false ? [inactiveNote(deployed)] : []), ...code.notes];
  const said = deployed
    ? await update(selfdb, { fn, code, deployed, isDryRun, wanted })
    : await create(selfdb, { fn, code, isDryRun, wanted });
  return [said, ...notes];
}

interface Deployment {
  fn: LocalFunction;
  code: FunctionCode;
  wanted: Wanted;
  isDryRun: boolean;
}

async function create(selfdb: SelfDB, { fn, code, wanted, isDryRun }: Deployment): Promise<string> {
  const variables = settingOf(Object.keys(wanted.variables ?? {}));
  if (isDryRun) return `would be created${variables}`;
  const body = {
    ...Object.fromEntries(Object.entries(wanted.settings)),
    ...(wanted.variables && { env_vars: wanted.variables }),
    ...code.body,
  };
  await selfdb.functions.create({ name: fn.name, ...body }).catch((error) => codeFaults(error, fn, code));
  return `created, version 1${variables}`;
}

async function update(
  selfdb: SelfDB,
  { fn, code, wanted, deployed, isDryRun }: Deployment & { deployed: SelfDBFunction },
): Promise<string> {
  const { changes, variables, deploysSaved, body } = planDeployment(deployed, wanted);
  const isUnchanged = changes.length === 0 && !deploysSaved;
  const list = [...changes, ...(deploysSaved ? ['deployment'] : [])].join(', ');
  const set = settingOf(variables);
  if (isDryRun) return isUnchanged ? `unchanged${set}` : `would change: ${list}${set}`;
  let { version } = deployed;
  if (Object.keys(body).length > 0)
    ({ version } = await selfdb.functions
      .update(deployed.id, body)
      .catch((error) => codeFaults(error, fn, code)));
  if (deploysSaved) await selfdb.functions.deploy(deployed.id).catch((error) => codeFaults(error, fn, code));
  return isUnchanged ? `unchanged${set}` : `changed, version ${version}: ${list}${set}`;
}

function settingOf(variables: string[]): string {
  return variables.length > 0 ? ` (sets ${variables.join(', ')})` : '';
}

function inactiveNote({ deployment_error: reason }: SelfDBFunction): string {
  return `It is not active, and answers no calls.${reason ? ` ${reason}` : ''}`;
}
