import { type Prepared, prepare } from '@selfdb/system-under-test/launch';
import { runLauncher } from '@selfdb/system-under-test/launcher';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createClient } from '../clients/client.ts';
import { EARLY_REFUSALS, expectEarlyRefusal } from '../matrix/early-refusals.ts';
import { system as shared, type Tokens } from '../world/users.ts';
import { alive, expectAllGone, launcherOf, processesOf, startDev } from './dev-system.ts';

/** Which processes there are, only Linux tells in a form that needs no program. */
const isAsked = process.platform === 'linux' && shared.environment !== null;

describe.runIf(isAsked)('npm run dev', { timeout: 300_000 }, () => {
  let own: Prepared;
  beforeAll(async () => {
    own = await prepare();
  });
  // What a test that failed has left.
  afterEach(() => runLauncher(own.environment, 'stop'));
  afterAll(() => own?.stop());

  /** Wrangler, its child, two copies of workerd and esbuild each, and what is supervised. */
  async function startedProcesses(): Promise<number[]> {
    const npm = await startDev(own.environment);
    const pids = await processesOf(own.environment);
    expect(pids).toContain(npm.pid);
    expect(pids.length).toBeGreaterThan(8);
    return pids;
  }

  it('refuses early as the system does, and leaves nothing after SIGTERM', async () => {
    const pids = await startedProcesses();
    const { baseUrl, apiKey, adminEmail: email, adminPassword: password } = own.system;
    const client = createClient(baseUrl, apiKey);
    const tokens = await client.as(undefined).post<Tokens>('/users/token', { email, password });
    const admin = client.as(tokens.body.access_token);
    for (const refusal of EARLY_REFUSALS) await expectEarlyRefusal(own.system, admin, refusal);
    const dashboard = async (path: string) =>
      (await fetch(own.system.frontendUrl + path).catch(() => undefined))?.status;
    await expect.poll(() => dashboard('/tables'), { timeout: 60_000 }).toBe(200);
    await expect.poll(() => dashboard('/api/health'), { timeout: 60_000 }).toBe(200);
    process.kill(launcherOf(pids), 'SIGTERM');
    await expectAllGone(pids);
  });

  it.each([
    ['SIGINT', 'the launcher'],
    ['SIGHUP', 'the launcher'],
    ['SIGTERM', 'npm'],
    ['SIGKILL', 'npm'],
  ] as const)('leaves nothing after %s to %s', async (signal, target) => {
    const npm = await startDev(own.environment);
    const pids = await processesOf(own.environment);
    process.kill(target === 'npm' ? (npm.pid ?? 0) : launcherOf(pids), signal);
    await expectAllGone(pids);
  });

  it('that was killed is told of, and ended by `./selfdb stop`', async () => {
    const pids = await startedProcesses();
    const launcher = launcherOf(pids);
    process.kill(launcher, 'SIGKILL');
    await expect.poll(() => alive([launcher])).toEqual([]);
    expect(await runLauncher(own.environment, 'status')).toContain('`npm run dev` was killed.');
    expect(alive(pids).length).toBeGreaterThan(7);
    await runLauncher(own.environment, 'stop');
    await expectAllGone(pids);
  });

  it('is ended by `./selfdb stop` while it runs', async () => {
    const pids = await startedProcesses();
    await runLauncher(own.environment, 'stop');
    await expectAllGone(pids);
  });

  it('that was killed makes way for the next start, which otherwise refuses', async () => {
    const pids = await startedProcesses();
    await expect(runLauncher(own.environment, 'start')).rejects.toThrow('`npm run dev` is running here.');
    process.kill(launcherOf(pids), 'SIGKILL');
    await runLauncher(own.environment, 'start');
    await expectAllGone(pids);
    expect((await fetch(`${own.system.baseUrl}/health`)).status).toBe(200);
  });
});
