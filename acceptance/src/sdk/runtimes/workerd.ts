import { spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import workerd from 'workerd';
import type { Outcome } from '../scenario/run-scenario.ts';
import type { Scene } from '../scenario/step.ts';
import { bundle } from './bundle.ts';
import { findFreePort } from './free-port.ts';

const WORKER = `
  import { runScenario } from './run-scenario.ts';
  export default { fetch: async (request) => Response.json(await runScenario(await request.json())) };
`;

const configuration = (port: number) => `
using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [
    (name = "main", worker = (
      modules = [(name = "worker.js", esModule = embed "worker.js")],
      compatibilityDate = "2026-10-31",
      globalOutbound = "network",
    )),
    (name = "network", network = (allow = ["private"])),
  ],
  sockets = [(name = "http", address = "127.0.0.1:${port}", http = (), service = "main")],
);`;

/** Runs the scenario in a worker of a workerd of its own. */
export async function runInWorkerd(scene: Scene): Promise<Outcome> {
  const folder = await mkdtemp(join(tmpdir(), 'selfdb-sdk-'));
  const port = await findFreePort();
  await writeFile(join(folder, 'worker.js'), await bundle(WORKER));
  await writeFile(join(folder, 'config.capnp'), configuration(port));
  const server = spawn(workerd, ['serve', 'config.capnp'], {
    cwd: folder,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  try {
    const answer = await post(
      `http://127.0.0.1:${port}/`,
      JSON.stringify(scene),
      () => server.exitCode === null,
    );
    return (await answer.json()) as Outcome;
  } finally {
    server.kill();
    await rm(folder, { recursive: true });
  }
}

/** Posts as soon as the server listens. */
async function post(url: string, body: string, isRunning: () => boolean): Promise<Response> {
  for (;;) {
    try {
      return await fetch(url, { method: 'POST', body });
    } catch (error) {
      if (!isRunning()) throw error;
      await delay(50);
    }
  }
}
