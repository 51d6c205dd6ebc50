import { isDeepStrictEqual } from 'node:util';
import type { SelfDBFunction, UpdateFunction } from '@selfdb/sdk';
import { type FunctionSettings, MASKED } from '@selfdb/shared/functions/schema';
import type { FunctionCode } from './code/function-code.ts';

/** What files say about a function. A setting that they don't name is not changed. */
export interface Wanted {
  code: FunctionCode['body'];
  settings: FunctionSettings;
  variables: Record<string, string> | undefined;
}

export interface DeploymentPlan {
  /** What differs, by name: `code`, and settings. */
  changes: string[];
  /** The names of variables that are set: their values can't be compared. */
  variables: string[];
  /** Whether the newest version has the same code, but another one serves. */
  deploysSaved: boolean;
  body: UpdateFunction;
}

/** How a deployed function becomes what files say. Other variables that it has are kept. */
export function planDeployment(
  deployed: SelfDBFunction,
  { code, settings, variables }: Wanted,
): DeploymentPlan {
  const isSameCode = hasCode(deployed, code);
  const changed = Object.entries(settings).filter(
    ([name, value]) => !isDeepStrictEqual(value ?? null, settingsOf(deployed)[name] ?? null),
  );
  const kept = Object.fromEntries(Object.keys(deployed.env_vars).map((name) => [name, MASKED]));
  return {
    changes: [...(isSameCode ? [] : ['code']), ...changed.map(([name]) => name)],
    variables: Object.keys(variables ?? {}),
    deploysSaved: isSameCode && deployed.deployed_version !== deployed.version,
    body: {
      ...(isSameCode ? {} : code),
      ...Object.fromEntries(changed),
      ...(variables && { env_vars: { ...kept, ...variables } }),
    },
  };
}

function hasCode({ code, files }: SelfDBFunction, wanted: FunctionCode['body']): boolean {
  if ('code' in wanted) return files === null && code === wanted.code;
  return isDeepStrictEqual({ ...files }, { ...wanted.files });
}

function settingsOf({ network, ...fn }: SelfDBFunction): Record<string, unknown> {
  return { ...fn, network: { hosts: [], ...network } };
}
