import { startDatabase } from '@selfdb/shared/testing/start-database';
import type { TestProject } from 'vitest/node';

declare module 'vitest' {
  interface ProvidedContext {
    databaseUrl: string;
    gatewayUrl: string;
  }
}

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const { databaseUrl, gatewayUrl, stop } = await startDatabase();
  project.provide('databaseUrl', databaseUrl);
  project.provide('gatewayUrl', gatewayUrl);
  return stop;
}
