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

let settings: AdminSettings | undefined;

/** The worker's settings, read once. Throws a SettingsError. */
export function settingsOf(env: AdminBindings): AdminSettings {
  settings ??= readAdminSettings(env);
  return settings;
}
