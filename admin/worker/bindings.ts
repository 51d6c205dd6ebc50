import { publicOrigin } from '@selfdb/server/http/request/public-url';
import { readAdminSettings, type SettingsOf } from '@selfdb/settings';

export interface AdminBindings {
  /** The entrypoint `dashboard` of the api worker, which knows the prefix. */
  API: Fetcher;
  /** The built files: a directory, or static assets on Cloudflare. */
  ASSETS: Fetcher;
  /** Settings as JSON text, from the launcher; absent on Cloudflare, where each is a binding of its own. */
  SETTINGS?: string;
}

export type AdminSettings = SettingsOf<'admin'>;

/** What of the runtime's context the worker uses. */
export type Lifetime = Pick<ExecutionContext, 'waitUntil'>;

let read: { text: string | undefined; settings: AdminSettings } | undefined;

/** The worker's settings, which are parsed once. Throws a SettingsError. */
export function settingsOf(env: AdminBindings): AdminSettings {
  if (read?.text !== env.SETTINGS || !read) read = { text: env.SETTINGS, settings: readAdminSettings(env) };
  return read.settings;
}

/** The dashboard's origin as the browser sees it. */
export function ownOriginOf(request: Request, env: AdminBindings): string {
  return publicOrigin(request, settingsOf(env).TRUSTED_PROXIES);
}
