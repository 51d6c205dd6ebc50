import { randomInt } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { z } from 'zod';
import type { StatePaths } from './paths.ts';
import { isFree } from './ports.ts';
import type { Settings } from './settings.ts';

/** The ports between the processes of one system. */
export const internalPorts = [
  'GATEWAY_PORT',
  'AUTH_PORT',
  'REALTIME_PORT',
  'BACKUP_PORT',
  'FUNCTIONS_PORT',
  'RUNNER_PORT',
  'BLOBS_PORT',
] as const;

type InternalPort = (typeof internalPorts)[number];

/** Settings in which all ports are known. */
export type SettledSettings = Settings & Record<InternalPort, number>;

// Below the ports that Linux (32768) and macOS (49152) give to outgoing connections, so that none of those takes a port
// while its process is being restarted.
const lowest = 20_000;
const highest = 29_999;

const maxAttempts = 3;

const portsSchema = z.partialRecord(z.enum(internalPorts), z.number());

/** For a first start: each port as it is set, else as in the last start if it is free, else another free one. */
export function choosePorts(paths: StatePaths, settings: Settings): Promise<SettledSettings> {
  return settle(paths, settings, isFree);
}

/** For a system that runs: its own processes listen on the ports of its start. */
export function keepPorts(paths: StatePaths, settings: Settings): Promise<SettledSettings> {
  return settle(paths, settings, async () => true);
}

/**
 * Starts with chosen ports. Starts again with others after a failure if another program has taken a port meanwhile, such
 * as another system that started at the same time and chose the same one.
 */
export async function startOnFreePorts(
  paths: StatePaths,
  settings: Settings,
  start: (settled: SettledSettings) => Promise<void>,
  stop: () => Promise<void>,
): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    const settled = await choosePorts(paths, settings);
    try {
      return await start(settled);
    } catch (error) {
      await stop();
      const chosen = internalPorts.filter((name) => settings[name] === undefined);
      const areFree = await Promise.all(chosen.map((name) => isFree(settled[name])));
      if (areFree.every(Boolean) || attempt === maxAttempts) throw error;
    }
  }
}

async function settle(
  paths: StatePaths,
  settings: Settings,
  canKeep: (port: number) => Promise<boolean>,
): Promise<SettledSettings> {
  const kept = readPorts(paths);
  const { BACKEND_PORT, FRONTEND_PORT, DB_PORT } = settings;
  const set = internalPorts.flatMap((name) => settings[name] ?? []);
  const taken = new Set([BACKEND_PORT, FRONTEND_PORT, DB_PORT, ...set]);
  const chosen: Partial<Record<InternalPort, number>> = {};
  for (const name of internalPorts) {
    if (settings[name] !== undefined) continue;
    const last = kept[name];
    const port =
      last !== undefined && !taken.has(last) && (await canKeep(last)) ? last : await findFreePort(taken);
    taken.add(port);
    chosen[name] = port;
  }
  writeFileSync(paths.ports, JSON.stringify(chosen), { mode: 0o600 });
  return { ...settings, ...chosen } as SettledSettings;
}

async function findFreePort(taken: ReadonlySet<number>): Promise<number> {
  for (;;) {
    const port = randomInt(lowest, highest + 1);
    if (!taken.has(port) && (await isFree(port))) return port;
  }
}

function readPorts(paths: StatePaths): Partial<Record<InternalPort, number>> {
  try {
    return portsSchema.parse(JSON.parse(readFileSync(paths.ports, 'utf8')));
  } catch {
    return {};
  }
}
