import { keepPorts, type SettledSettings, startOnFreePorts } from '../config/internal-ports.ts';
import { loadSettings } from '../config/load-settings.ts';
import type { Settings } from '../config/settings.ts';
import { prepareDatabase } from '../database/prepare-database.ts';
import { completeSwap } from '../pitr/swap/swap.ts';
import { createCluster, writeClusterConfiguration } from '../postgres/cluster.ts';
import { type PostgresInstallation, preparePostgres } from '../postgres/installation.ts';
import { clusterName } from '../services/instance.ts';
import { Service, type ServiceSpec } from '../services/service.ts';
import { authService } from '../services/specs/auth.ts';
import { backupService } from '../services/specs/backup.ts';
import { blobsService } from '../services/specs/blobs.ts';
import { countEdges, edgeServices } from '../services/specs/edge.ts';
import { functionsHostService, functionsService } from '../services/specs/functions.ts';
import { gatewayService } from '../services/specs/gateway.ts';
import { postgresService } from '../services/specs/postgres.ts';
import { realtimeService } from '../services/specs/realtime.ts';
import { serveSupervisorSocket } from '../supervisor-socket/serve.ts';
import { takeOver } from './leftovers.ts';
import { attribute, waitUntilRunning } from './start-failure.ts';
import { logLine, record, type Supervision, setPhase, startService, stopServices } from './supervision.ts';

const retryMs = 1000;

/** A first start. Throws a StartFailure. */
export async function startFresh(supervision: Supervision): Promise<void> {
  record(supervision);
  const settings = await attribute('settings', loadSettings);
  await attribute('postgres', () => completeSwap(supervision.paths));
  serveEdge(supervision, settings);
  await startOnFreePorts(
    supervision.paths,
    settings,
    (settled) => startInOrder(supervision, settled),
    async () => {
      logLine('a service did not start; stopping the others');
      await stopServices(supervision);
    },
  );
  setPhase(supervision, 'running');
}

/** The database, its tables, then the rest. */
async function startInOrder(supervision: Supervision, settings: SettledSettings): Promise<void> {
  const installation = await attribute('postgres', () => assemble(supervision, settings));
  const { services } = supervision;
  const postgres = services.find((service) => service.spec.name === 'postgres');
  if (postgres) {
    startService(supervision, postgres);
    await waitUntilRunning(postgres);
  }
  await attribute('database', () => prepare(supervision, settings, installation));
  for (const service of services) startService(supervision, service);
  for (const service of services) await waitUntilRunning(service);
}

/** After a supervisor died: starts everything at once, and meanwhile prepares the database until that succeeds. */
export async function resume(supervision: Supervision): Promise<void> {
  const { settings, installation } = await assembleWithRetries(supervision);
  serveEdge(supervision, settings);
  await takeOver(supervision.services, supervision.paths);
  for (const service of supervision.services) startService(supervision, service);
  await prepareWithRetries(supervision, settings, installation);
}

/** Stops everything, puts the database in place that a restore has decided on, and starts again. */
export async function startOnOtherDatabase(supervision: Supervision): Promise<void> {
  if (supervision.phase !== 'running') return;
  setPhase(supervision, 'starting');
  await stopServices(supervision);
  const { settings, installation } = await assembleWithRetries(supervision);
  for (const service of supervision.services) {
    if (service.spec.name === 'postgres') startService(supervision, service);
  }
  // The other services are started once the tables are those of this version.
  await prepareWithRetries(supervision, settings, installation);
  for (const service of supervision.services) startService(supervision, service);
}

/** Someone may have broken the settings since the first start. They can be fixed while this waits. */
async function assembleWithRetries(supervision: Supervision) {
  for (;;) {
    try {
      const settings = await keepPorts(supervision.paths, loadSettings());
      await completeSwap(supervision.paths);
      const installation = assemble(supervision, settings);
      return { settings, installation };
    } catch (error) {
      logLine(`cannot continue yet: ${error instanceof Error ? error.message : error}`);
      await new Promise((resolve) => setTimeout(resolve, retryMs));
    }
  }
}

/** Answers what the edge asks the supervisor. */
function serveEdge({ mode, paths }: Supervision, { BACKEND_PORT, FRONTEND_PORT }: Settings): void {
  if (mode === 'full') serveSupervisorSocket(paths, [BACKEND_PORT, FRONTEND_PORT]);
}

async function prepareWithRetries(
  supervision: Supervision,
  settings: Settings,
  installation: PostgresInstallation | undefined,
): Promise<void> {
  while (supervision.phase !== 'stopping') {
    try {
      await prepare(supervision, settings, installation);
      if (supervision.phase === 'starting') setPhase(supervision, 'running');
      return;
    } catch (error) {
      logLine(`the database is not ready: ${error instanceof Error ? error.message : error}`);
      await new Promise((resolve) => setTimeout(resolve, retryMs));
    }
  }
}

async function prepare(
  supervision: Supervision,
  settings: Settings,
  installation: PostgresInstallation | undefined,
): Promise<void> {
  supervision.news = await prepareDatabase(settings, installation);
  for (const sentence of supervision.news) logLine(sentence);
}

/** Creates the services that the mode and the settings require, including Postgres if it is embedded. */
function assemble(supervision: Supervision, settings: SettledSettings): PostgresInstallation | undefined {
  const { paths, mode } = supervision;
  supervision.notes = [];
  const specs: ServiceSpec[] = [
    gatewayService(settings, paths),
    backupService(settings, paths),
    functionsHostService(settings, paths),
  ];
  if (mode === 'full') {
    const edges = countEdges(settings, paths);
    if (edges.note !== undefined) supervision.notes.push(edges.note);
    specs.push(
      authService(settings, paths),
      functionsService(settings, paths),
      realtimeService(settings, paths),
      ...edgeServices(settings, paths, edges.count),
    );
  } else {
    specs.push(blobsService(settings, paths));
  }
  let installation: PostgresInstallation | undefined;
  if (!settings.DATABASE_URL) {
    installation = preparePostgres(paths, settings.DB_PORT);
    createCluster(installation);
    writeClusterConfiguration(installation, settings, clusterName(paths));
    specs.unshift(postgresService(settings, paths, installation));
    supervision.notes.push(...installation.notes);
  }
  const events = { log: logLine, changed: () => record(supervision) };
  supervision.services = specs.map((spec) => new Service(spec, events));
  return installation;
}
