import { choosePorts, keepPorts, type SettledSettings } from '../config/internal-ports.ts';
import { loadSettings, type Settings } from '../config/settings.ts';
import { prepareDatabase } from '../database/prepare-database.ts';
import { createCluster, writeClusterConfiguration } from '../postgres/cluster.ts';
import { type PostgresInstallation, preparePostgres } from '../postgres/installation.ts';
import { Service, type ServiceSpec } from '../services/service.ts';
import {
  authService,
  blobsService,
  clusterName,
  edgeService,
  gatewayService,
  postgresService,
  realtimeService,
} from '../services/services.ts';
import { serveTcpSendQueues } from '../services/tcp-send-queues.ts';
import { takeOver } from './leftovers.ts';
import { attribute, waitUntilRunning } from './start-failure.ts';
import { logLine, record, type Supervision, setPhase, startService } from './supervision.ts';

const retryMs = 1000;

/** A first start, in order: the database, its tables, then the rest. Throws a StartFailure. */
export async function startFresh(supervision: Supervision): Promise<void> {
  record(supervision);
  const settings = await attribute('settings', () => choosePorts(supervision.paths, loadSettings()));
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
  setPhase(supervision, 'running');
}

/** After a supervisor died: starts everything at once, and checks the database in parallel until that works. */
export async function resume(supervision: Supervision): Promise<void> {
  const { settings, installation } = await assembleWithRetries(supervision);
  await takeOver(supervision.services, supervision.paths);
  for (const service of supervision.services) startService(supervision, service);
  await prepareWithRetries(supervision, settings, installation);
}

/** The settings may have been broken since the first start; they can be fixed while this waits. */
async function assembleWithRetries(supervision: Supervision) {
  for (;;) {
    try {
      const settings = await keepPorts(supervision.paths, loadSettings());
      return { settings, installation: assemble(supervision, settings) };
    } catch (error) {
      logLine(`cannot continue yet: ${error instanceof Error ? error.message : error}`);
      await new Promise((resolve) => setTimeout(resolve, retryMs));
    }
  }
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

/** Creates the services that mode and settings require, Postgres among them if it is embedded. */
function assemble(supervision: Supervision, settings: SettledSettings): PostgresInstallation | undefined {
  const { paths, mode } = supervision;
  const specs: ServiceSpec[] = [gatewayService(settings, paths)];
  if (mode === 'full') {
    specs.push(authService(settings, paths), realtimeService(settings, paths), edgeService(settings, paths));
  } else {
    specs.push(blobsService(settings, paths));
  }
  let installation: PostgresInstallation | undefined;
  if (!settings.DATABASE_URL) {
    installation = preparePostgres(paths, settings.DB_PORT);
    createCluster(installation);
    writeClusterConfiguration(installation, settings.DB_PORT, clusterName(paths));
    specs.unshift(postgresService(settings, paths, installation));
    supervision.notes = [...installation.notes];
  }
  const events = { log: logLine, changed: () => record(supervision) };
  supervision.services = specs.map((spec) => new Service(spec, events));
  if (mode === 'full') serveTcpSendQueues(paths, [settings.BACKEND_PORT, settings.FRONTEND_PORT]);
  return installation;
}
