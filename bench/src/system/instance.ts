import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { repositoryRoot } from '../paths.ts';
import { chooseSettings, type InstanceSettings, launcherEnvironment } from './environment.ts';
import { type Environment, runProgram } from './program.ts';

interface Service {
  name: string;
  pid: number;
  restarts: number;
}

/** The bench's own running SelfDB. */
export interface Instance {
  settings: InstanceSettings;
  /** Removed when the instance is stopped. */
  folder: string;
  apiUrl: string;
  gatewayUrl: string;
  databaseUrl: string;
  services(): Promise<Service[]>;
}

/** Starts an instance as `./selfdb start` does. `stack` ends it, even after a failed start. */
export async function startInstance(stack: AsyncDisposableStack, signal: AbortSignal): Promise<Instance> {
  const folder = await mkdtemp(join(tmpdir(), 'selfdb-bench-'));
  // The embedded Postgres may run as a user of its own, who has to pass through this folder.
  await chmod(folder, 0o755);
  const settings = await chooseSettings(folder);
  const env = launcherEnvironment(settings);
  stack.defer(async () => {
    await launcher(env, ['stop'], { detached: true });
    await rm(folder, { recursive: true, force: true });
  });
  await launcher(env, ['start'], { signal });
  const { BACKEND_PORT, GATEWAY_PORT, DB_PORT, POSTGRES_PASSWORD } = settings;
  return {
    settings,
    folder,
    apiUrl: `http://127.0.0.1:${BACKEND_PORT}`,
    gatewayUrl: `http://127.0.0.1:${GATEWAY_PORT}`,
    databaseUrl: `postgres://selfdb:${POSTGRES_PASSWORD}@127.0.0.1:${DB_PORT}/selfdb`,
    services: async () => parseStatus(await launcher(env, ['status', '--json'], {})),
  };
}

function launcher(env: Environment, args: string[], options: { signal?: AbortSignal; detached?: boolean }) {
  return runProgram(join(repositoryRoot, 'selfdb'), args, { cwd: repositoryRoot, env, ...options });
}

interface Status {
  services: { service: string; pid: number | null; restarts: number }[];
}

function parseStatus(text: string): Service[] {
  const status: Status = JSON.parse(text);
  return status.services.flatMap(({ service, pid, restarts }) =>
    pid === null ? [] : [{ name: service, pid, restarts }],
  );
}
