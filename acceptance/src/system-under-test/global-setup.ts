import type { RunningServer } from '@selfdb/s3/testing/server';
import { startS3rver } from '@selfdb/s3/testing/start-s3rver';
import { startVersitygw } from '@selfdb/s3/testing/start-versitygw';
import { launchSystem, type System } from '@selfdb/system-under-test/launch';
import type { SystemEnvironment } from '@selfdb/system-under-test/launcher';
import { runningSystem } from '@selfdb/system-under-test/running-system';
import type { TestProject } from 'vitest/node';
import { openBrowserDoor } from './browser-door.ts';
import { s3Settings } from './s3-settings.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    system: System;
    /** Empty when each file is to log in for itself. */
    adminToken: string;
    /** Answers where the browser is that the test files share. */
    browserDoor: string;
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

/** Waits until what a killed process left has gone. */
const CHAOS_SETTINGS = { STORAGE_SWEEP_AGE_SECONDS: '5' };

/** What the system of a project needs before it, by the project's name. */
const GROUNDS: Record<string, () => Promise<Ground>> = {
  chaos: async () => ({ settings: CHAOS_SETTINGS, stop: async () => undefined }),
  s3rver: async () => groundOf(await startS3rver()),
  versitygw: async () => groundOf(await startVersitygw()),
};

interface Ground {
  settings: SystemEnvironment;
  stop: () => Promise<void>;
}

function groundOf(server: RunningServer | undefined): Ground {
  if (!server) throw new Error('There is no server of S3.');
  return { settings: s3Settings(server), stop: server.stop };
}

/**
 * Gives the tests a system: the one at SELFDB_URL, or a fresh one that is stopped afterwards.
 * The chaos project always starts its own, since it kills processes and unseats administrators, and so do those on S3.
 */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const ground = await GROUNDS[project.name]?.();
  const running = ground ? undefined : runningSystem();
  const { system, stop } = running
    ? { system: running, stop: async () => undefined }
    : await launchSystem(ground?.settings);
  const door = await openBrowserDoor();
  const end = async () => {
    await door.stop();
    await stop();
    await ground?.stop();
  };
  try {
    project.provide('system', system);
    project.provide('browserDoor', door.url);
    project.provide('adminToken', project.name === 'chaos' ? '' : await logIn(system));
  } catch (error) {
    await end();
    throw error;
  }
  return end;
}
