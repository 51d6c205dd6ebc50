import { type Caller, callerOf } from '@selfdb/server/http/caller/caller';
import type { AppContext } from '@selfdb/server/http/context';
import { publicUrl } from '@selfdb/server/http/request/public-url';
import type { SettingsOf } from '@selfdb/settings';
import type { FunctionsBindings } from '../bindings.ts';

/** A caller, with what the rules of webhooks need. */
export interface WebhooksCaller extends Caller {
  env: Pick<
    SettingsOf<'functions'>,
    'SECRET_KEY' | 'WEBHOOK_SECRET_GRACE_HOURS' | 'FUNCTIONS_ALLOWED_ADDRESSES'
  >;
  /** The address of the API for other services, without a slash at its end. */
  publicBase: string;
}

export function webhooksCallerOf(c: AppContext<FunctionsBindings>): WebhooksCaller {
  const env = c.get('env');
  const publicBase = env.PUBLIC_WEBHOOK_BASE_URL?.replace(/(?<=[^/])\/$/, '') ?? publicUrl(c, '');
  return { ...callerOf(c), env, publicBase };
}
