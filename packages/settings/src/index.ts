export { envExample } from './env-example.ts';
export { environmentOf, generatedSecrets, secretNames, type Values } from './environment.ts';
export {
  readAdminSettings,
  readBackupRunnerSettings,
  readSettings,
  readWorkerSettings,
  SettingsError,
} from './read-settings.ts';
export { type SettingsReader, type Worker, workers } from './setting.ts';
export { type Name, type SettingsOf, sectionOf, settingsFor, table, type WorkerSettings } from './table.ts';
