import type { TestProject } from 'vitest/node';
import { launch, type System } from './launch.ts';
import { runningSystem } from './running-system.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    system: System;
    /** Empty when each file is to log in for itself. */
    adminToken: string;
  }
}

async function logIn(system: System): Promise<string> {
  const answer = await fetch(`${system.baseUrl}/users/token`, {
    method: 'POST',
    headers: { 'X-API-Key': system.apiKey, 'Content-Type': 'application/json' },
    body: JSON.stringify({ email: system.adminEmail, password: system.adminPassword }),
  });
  const text = await answer.text();
  if (answer.status !== 200) throw new Error(`The administrator can't log in: ${text}`);
  return JSON.parse(text).access_token;
}

/** What a killed process leaves behind is to be seen going. */
const CHAOS_SETTINGS = { STORAGE_SWEEP_AGE_SECONDS: '5' };

/**
 * Gives the tests a system: the one at SELFDB_URL, or a fresh one that is stopped afterwards.
 * The chaos project always starts its own, since it kills processes and unseats administrators.
 */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const isChaos = project.name === 'chaos';
  const running = isChaos ? undefined : runningSystem();
  const { system, stop } = running
    ? { system: running, stop: async () => undefined }
    : await launch(isChaos ? CHAOS_SETTINGS : {});
  try {
    project.provide('system', system);
    project.provide('adminToken', isChaos ? '' : await logIn(system));
  } catch (error) {
    await stop();
    throw error;
  }
  return async () => {
    await stop();
  };
}
