import type { TestProject } from 'vitest/node';
import { startDatabase } from './start-database.ts';

declare module 'vitest' {
  interface ProvidedContext {
    databaseUrl: string;
    databaseSqlUrl: string;
    gatewayUrl: string;
  }
}

/** For vitest's `globalSetup`: a database for all files of a run; `inject` tells them where it and its gateway are. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const { databaseUrl, databaseSqlUrl, gatewayUrl, stop } = await startDatabase();
  project.provide('databaseUrl', databaseUrl);
  project.provide('databaseSqlUrl', databaseSqlUrl);
  project.provide('gatewayUrl', gatewayUrl);
  return stop;
}
