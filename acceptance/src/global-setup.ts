import type { TestProject } from 'vitest/node';
import { launch, runningSystem, type System } from './launch.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    system: System;
    adminToken: string;
  }
}

async function logIn(system: System): Promise<string> {
  const answer = await fetch(`${system.baseUrl}/users/token`, {
    method: 'POST',
    headers: { 'X-API-Key': system.apiKey, 'Content-Type': 'application/json' },
    body: JSON.stringify({ email: system.adminEmail, password: system.adminPassword }),
  });
  if (answer.status !== 200) throw new Error(`The administrator can't log in: ${await answer.text()}`);
  return (await answer.json()).access_token;
}

/** Gives the tests a system: the one at SELFDB_URL, or a fresh one that is stopped afterwards. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const running = runningSystem();
  const launched = running ? undefined : await launch();
  const system = running ?? launched;
  if (!system) throw new Error('no system');
  const stop = async () => {
    await launched?.stop();
  };
  try {
    const { baseUrl, frontendUrl, gatewayUrl, databaseUrl, apiKey, adminEmail, adminPassword } = system;
    project.provide('system', {
      baseUrl,
      frontendUrl,
      gatewayUrl,
      databaseUrl,
      apiKey,
      adminEmail,
      adminPassword,
    });
    project.provide('adminToken', await logIn(system));
  } catch (error) {
    await stop();
    throw error;
  }
  return stop;
}
