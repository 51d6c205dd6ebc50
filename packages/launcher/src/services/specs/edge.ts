import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { SettledSettings } from '../../config/internal-ports.ts';
import { dashboardFiles, type StatePaths } from '../../config/paths.ts';
import { reachableHost } from '../../config/ports.ts';
import type { Settings } from '../../config/settings.ts';
import { isSupported, supervisorAddress } from '../../supervisor-socket/address.ts';
import { probe } from '../probe.ts';
import type { ServiceSpec } from '../service.ts';
import { canShareSockets } from '../shared-sockets.ts';
import { answersHealth, commonEnvironment, commonSpec } from './common.ts';
import { workerVariables } from './process-environment.ts';
import { databaseNetwork, networkArguments, serve, workerdProgram } from './workerd.ts';

/** How many processes the edge has, and a sentence if that is not what the setting says. */
export function countEdges(
  { BACKEND_WORKERS }: Settings,
  paths: StatePaths,
): { count: number; note?: string } {
  if (BACKEND_WORKERS === 1) return { count: 1 };
  if (!canShareSockets) return { count: 1, note: NOT_SHARED };
  if (!isSupported(edgeSockets(paths).realtime)) return { count: 1, note: TOO_LONG };
  return { count: BACKEND_WORKERS };
}

const NOT_SHARED = 'BACKEND_WORKERS has no effect here: this system can not share a port between processes.';
const TOO_LONG =
  'The API has one process only, because the path of the state directory is too long for more.';

/** The processes of the edge. With several, the first has the Durable Objects, and the others ask it for them. */
export function edgeServices(settings: SettledSettings, paths: StatePaths, count: number): ServiceSpec[] {
  if (count === 1) return [onlyEdge(settings, paths)];
  const further = Array.from({ length: count - 1 }, (_, index) => edgeCopy(settings, paths, index + 2));
  return [firstEdge(settings, paths), ...further];
}

const WORKERS = ['api', 'storage', 'realtime', 'backup', 'functions', 'admin'] as const;

function onlyEdge(settings: SettledSettings, paths: StatePaths): ServiceSpec {
  const host = settings.LISTEN_HOST.includes(':') ? `[${settings.LISTEN_HOST}]` : settings.LISTEN_HOST;
  return {
    ...edge(settings, paths, {
      name: 'edge',
      configuration: 'edge.capnp',
      args: [
        `--socket-addr=api=${host}:${settings.BACKEND_PORT}`,
        `--socket-addr=frontend=${host}:${settings.FRONTEND_PORT}`,
        ...objectArguments(settings, paths),
      ],
    }),
    isReady: (pid) => answersHealth(pid, reachableHost(settings.LISTEN_HOST), settings.BACKEND_PORT),
  };
}

function firstEdge(settings: SettledSettings, paths: StatePaths): ServiceSpec {
  const sockets = edgeSockets(paths);
  const spec = sharingEdge(settings, paths, {
    name: 'edge',
    configuration: 'edge-first.capnp',
    args: [
      `--socket-addr=realtime=unix:${sockets.realtime}`,
      `--socket-addr=storage=unix:${sockets.storage}`,
      ...objectArguments(settings, paths),
    ],
  });
  return { ...spec, beforeStart: startClean(spec.beforeStart, Object.values(sockets)) };
}

function edgeCopy(settings: SettledSettings, paths: StatePaths, number: number): ServiceSpec {
  const { realtime, storage } = edgeSockets(paths);
  return sharingEdge(settings, paths, {
    name: `edge-${number}`,
    configuration: 'edge-copy.capnp',
    workers: WORKERS.filter((worker) => worker !== 'realtime'),
    args: [`--external-addr=realtime=unix:${realtime}`, `--external-addr=storage-owner=unix:${storage}`],
  });
}

/** What the Durable Objects need. */
function objectArguments({ REALTIME_PORT }: SettledSettings, { objects }: StatePaths): string[] {
  return [`--external-addr=feed=127.0.0.1:${REALTIME_PORT}`, `--directory-path=objects=${objects}`];
}

/** Where the first of several edges serves the others. */
function edgeSockets({ run }: StatePaths): { realtime: string; storage: string } {
  return { realtime: join(run, 'edge-realtime.sock'), storage: join(run, 'edge-storage.sock') };
}

interface Edge {
  name: string;
  configuration: string;
  args: string[];
  workers?: (typeof WORKERS)[number][];
}

/** One of several edges: its public ports are sockets that the supervisor opened, and only it listens on its inner socket. */
function sharingEdge(settings: SettledSettings, paths: StatePaths, { args, ...rest }: Edge) {
  const inner = join(paths.run, `${rest.name}.sock`);
  const sockets = ['--socket-fd=api=3', '--socket-fd=frontend=4', `--socket-addr=inner=unix:${inner}`];
  const spec = edge(settings, paths, { ...rest, args: [...args, ...sockets] });
  return {
    ...spec,
    sharedSockets: [settings.BACKEND_PORT, settings.FRONTEND_PORT].map((port) => ({
      host: settings.LISTEN_HOST,
      port,
    })),
    beforeStart: startClean(spec.beforeStart, [inner]),
    isReady: async () => (await probe({ socketPath: inner, path: '/health' })) !== undefined,
  };
}

/** What was killed leaves its sockets' files. */
function startClean(start: () => Promise<void>, sockets: string[]): () => Promise<void> {
  return async () => {
    await start();
    for (const socket of sockets) rmSync(socket, { force: true });
  };
}

function edge(
  settings: SettledSettings,
  paths: StatePaths,
  { name, configuration, args, workers = [...WORKERS] }: Edge,
) {
  return {
    ...commonSpec(name, paths),
    command: workerdProgram(),
    args: [
      ...serve(configuration),
      ...networkArguments(databaseNetwork(settings), settings.STORAGE_BACKEND),
      ...args,
      `--external-addr=auth=127.0.0.1:${settings.AUTH_PORT}`,
      `--external-addr=backup-host=127.0.0.1:${settings.BACKUP_PORT}`,
      `--external-addr=functions=127.0.0.1:${settings.FUNCTIONS_PORT}`,
      `--external-addr=runner=127.0.0.1:${settings.RUNNER_PORT}`,
      `--external-addr=pg-gateway=127.0.0.1:${settings.GATEWAY_PORT}`,
      `--external-addr=supervisor=${supervisorAddress(paths)}`,
      `--directory-path=blobs=${paths.blobs}`,
      `--directory-path=dashboard=${dashboardFiles}`,
    ],
    env: { ...commonEnvironment(paths), ...workerVariables(workers, settings) },
    // workerd does not start without the directory; without a build, the dashboard says so.
    beforeStart: async () => void mkdirSync(dashboardFiles, { recursive: true }),
  };
}
