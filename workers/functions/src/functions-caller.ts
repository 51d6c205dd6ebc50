import { type Caller, callerOf } from '@selfdb/server/http/caller/caller';
import type { AppContext } from '@selfdb/server/http/context';
import type { SettingsOf } from '@selfdb/settings';
import type { FunctionsBindings } from './bindings.ts';

/** A caller, with the settings that the rules of functions need. */
export interface FunctionsCaller extends Caller {
  env: Pick<SettingsOf<'functions'>, 'SECRET_KEY' | 'FUNCTIONS_FOR'>;
}

export function functionsCallerOf(c: AppContext<FunctionsBindings>): FunctionsCaller {
  return { ...callerOf(c), env: c.get('env') };
}
