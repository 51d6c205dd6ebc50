import { launchSystem, type System } from '@selfdb/system-under-test/launch';
import { launchBrowser } from '@selfdb/system-under-test/launch-browser';
import { runningSystem } from '@selfdb/system-under-test/running-system';
import type { TestProject } from 'vitest/node';
import { apiOf } from './api.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    system: System;
    /** Where the test files reach the browser that they share. */
    browser: string;
    adminToken: string;
  }
}

/** Gives all tests one system, the one at SELFDB_URL or a fresh one, and one browser. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const running = runningSystem();
  const [{ system, stop }, browser] = await Promise.all([
    running ? { system: running, stop: async () => undefined } : launchSystem(),
    launchBrowser(),
  ]);
  const end = async () => {
    await browser.close();
    await stop();
  };
  try {
    project.provide('system', system);
    project.provide('browser', browser.wsEndpoint());
    const { adminEmail: email, adminPassword: password } = system;
    const tokens = await apiOf(system).send('POST', '/users/token', { email, password });
    project.provide('adminToken', String(tokens.access_token));
  } catch (error) {
    await end();
    throw error;
  }
  return end;
}
