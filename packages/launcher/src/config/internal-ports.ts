import { randomInt } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { z } from 'zod';
import type { StatePaths } from './paths.ts';
import { isFree } from './ports.ts';
import type { Settings } from './settings.ts';

/** The ports between the processes of one system. */
export const internalPorts = ['GATEWAY_PORT', 'AUTH_PORT', 'REALTIME_PORT', 'BLOBS_PORT'] as const;

type InternalPort = (typeof internalPorts)[number];

/** Settings in which all ports are known. */
export type SettledSettings = Settings & Record<InternalPort, number>;

// Below the ports that Linux (32768) and macOS (49152) give to outgoing connections, so that none of those takes a port
// while its process is being restarted. Two systems that start at the same time choose at random. Should they choose
// the same all the same, one start fails, and the next one finds the port taken and chooses another.
const lowest = 20_000;
const highest = 29_999;

const portsSchema = z.partialRecord(z.enum(internalPorts), z.number());

/** For a first start: what is set, else the port of the last start if it is free, else another free one. */
export function choosePorts(paths: StatePaths, settings: Settings): Promise<SettledSettings> {
  return settle(paths, settings, isFree);
}

/** For a system that runs, whose own processes listen at the ports of its start. */
export function keepPorts(paths: StatePaths, settings: Settings): Promise<SettledSettings> {
  return settle(paths, settings, async () => true);
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
