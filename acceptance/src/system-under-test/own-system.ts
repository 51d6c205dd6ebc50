import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { launchSystem, type System } from '@selfdb/system-under-test/launch';
import type { SystemEnvironment } from '@selfdb/system-under-test/launcher';
import { describe } from 'vitest';
import { type Caller, createClient } from '../clients/client.ts';
import { expectStatus } from '../expectations.ts';
import { system as shared, type Tokens } from '../world/users.ts';

/** A system of a suite's own, and its administrator. */
export interface OwnSystem {
  system: System;
  boss: Caller;
  /** The administrator's. */
  token: string;
  stop: () => Promise<void>;
}

/** `describe` for suites with a system of their own: where another system is tested, nothing can be set. */
export const describeOwnSystem = describe.runIf(shared.environment !== null);

/** The names of the files in a system's directory of blobs; none on S3. */
export async function blobNames({ environment }: System): Promise<string[]> {
  const folder = join(environment?.SELFDB_STATE_DIR ?? '', 'blobs');
  if (!existsSync(folder)) return [];
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map(({ name }) => name);
}

/** Logs in to a system, as its administrator or as somebody else. */
export async function logInTo(
  { baseUrl, apiKey, adminEmail, adminPassword }: System,
  credentials = { email: adminEmail, password: adminPassword },
): Promise<Pick<OwnSystem, 'boss' | 'token'>> {
  const client = createClient(baseUrl, apiKey);
  const answer = await client.as(undefined).post<Tokens>('/users/token', credentials);
  expectStatus(answer, 200);
  const token = answer.body.access_token;
  return { boss: client.as(token), token };
}

/** Starts a system with these settings and logs in; the caller stops it. */
export async function startOwnSystem(settings: SystemEnvironment): Promise<OwnSystem> {
  const { system, stop } = await launchSystem(settings);
  try {
    return { system, ...(await logInTo(system)), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}
