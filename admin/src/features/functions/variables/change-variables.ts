import type { SelfDB, SelfDBFunction } from '@selfdb/sdk';

/**
 * Sets a variable, or with an undefined value deletes it. Reads the names anew, since the API replaces all variables, so that those
 * which another person has added meanwhile stay; masked values keep what is stored.
 */
export async function changeVariable(
  sdk: SelfDB,
  functionId: string,
  name: string,
  value: string | undefined,
): Promise<SelfDBFunction> {
  const { env_vars } = await sdk.functions.get(functionId);
  const { [name]: _replaced, ...others } = env_vars;
  return sdk.functions.setEnv(functionId, value === undefined ? others : { ...others, [name]: value });
}
