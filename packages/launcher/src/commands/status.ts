import { parseArgs } from 'node:util';
import { loadStateDirectory } from '../config/load-settings.ts';
import { statePaths } from '../config/paths.ts';
import { describeFailures, readPitrState } from '../pitr/archiving/state.ts';
import { isAlive, type ProcessRef, residentBytes } from '../processes/processes.ts';
import { isAbandoned } from '../supervisor/dev-launcher.ts';
import { findLeftovers } from '../supervisor/leftovers.ts';
import { findRunning, type RunState } from '../supervisor/run-state.ts';

interface Row {
  service: string;
  pid: number | null;
  state: string;
  restarts: number;
  uptimeSeconds: number | null;
  memoryBytes: number | null;
}

export function run(args: string[]): number {
  const { values } = parseArgs({ args, options: { json: { type: 'boolean' } } });
  const paths = statePaths(loadStateDirectory());
  const state = findRunning(paths);
  const rows = state ? rowsOf(state) : [];
  const notes = state ? [...state.notes, ...describeFailures(readPitrState(paths))] : [];
  if (values.json) {
    console.log(
      JSON.stringify({
        running: state !== undefined,
        phase: state?.phase ?? 'stopped',
        services: rows,
        notes,
      }),
    );
  } else if (state) {
    console.log(table(rows));
    for (const note of notes) console.log(note);
    if (isAbandoned(paths, state))
      console.log('`npm run dev` was killed. `./selfdb stop` ends the processes that it left running.');
  } else {
    console.log('SelfDB is not running. Start it with `./selfdb start`.');
    const left = findLeftovers(paths).filter(isAlive).length;
    if (left > 0) console.log(`${left} of its processes are still running. \`./selfdb stop\` ends them.`);
  }
  return state ? 0 : 1;
}

function rowsOf(state: RunState): Row[] {
  return [
    row(
      'supervisor',
      state.supervisor,
      isAlive(state.supervisor) ? 'running' : 'waiting',
      state.supervisorRestarts,
    ),
    row('watchdog', state.watchdog, isAlive(state.watchdog) ? 'running' : 'waiting', 0),
    ...state.services.map((service) => ({
      ...row(service.name, service.process, service.state, service.restarts),
      uptimeSeconds: secondsSince(service.process && service.startedAt),
    })),
  ].map((each) =>
    each.service === 'supervisor' ? { ...each, uptimeSeconds: secondsSince(state.startedAt) } : each,
  );
}

function row(service: string, process: ProcessRef | undefined, state: string, restarts: number): Row {
  const alive = isAlive(process) ? process : undefined;
  return {
    service,
    pid: alive?.pid ?? null,
    state: alive || state !== 'running' ? state : 'ended',
    restarts,
    uptimeSeconds: null,
    memoryBytes: alive ? (residentBytes(alive.pid) ?? null) : null,
  };
}

function secondsSince(time: number | undefined): number | null {
  return time === undefined ? null : Math.max(0, Math.round((Date.now() - time) / 1000));
}

function table(rows: Row[]): string {
  const cells = rows.map((each) => [
    each.service,
    each.pid === null ? '-' : String(each.pid),
    each.state,
    String(each.restarts),
    each.uptimeSeconds === null ? '-' : duration(each.uptimeSeconds),
    each.memoryBytes === null ? '-' : `${Math.round(each.memoryBytes / 1024 / 1024)} MB`,
  ]);
  const lines = [['SERVICE', 'PID', 'STATE', 'RESTARTS', 'UPTIME', 'MEMORY'], ...cells];
  const widths = [0, 1, 2, 3, 4, 5].map((column) =>
    Math.max(...lines.map((line) => line[column]?.length ?? 0)),
  );
  return lines
    .map((line) =>
      line
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

function duration(seconds: number): string {
  const parts = [
    [Math.floor(seconds / 86400), 'd'],
    [Math.floor(seconds / 3600) % 24, 'h'],
    [Math.floor(seconds / 60) % 60, 'm'],
    [seconds % 60, 's'],
  ] as const;
  const first = parts.findIndex(([count]) => count > 0);
  return first < 0
    ? '0s'
    : parts
        .slice(first, first + 2)
        .map(([count, unit]) => `${count}${unit}`)
        .join(' ');
}
