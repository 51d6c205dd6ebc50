import type { Backup, SelfDB } from '@selfdb/sdk';
import { queryOptions } from '@tanstack/solid-query';

const BUSY_MS = 2000;
const IDLE_MS = 20_000;

/** All backups. Asked again soon while one is being made or verified, and now and then because the schedule makes some. */
export function backupsQuery(sdk: SelfDB) {
  return queryOptions({
    queryKey: ['backups', 'list'],
    queryFn: ({ signal }) => sdk.backups.list({ signal }),
    refetchInterval: ({ state }) => (busyJob(state.data ?? []) === undefined ? IDLE_MS : BUSY_MS),
    // A row stays the same row when its state changes, so that its menu stays open.
    reconcile: 'filename',
  });
}

/** When backups are made by themselves. */
export function scheduleQuery(sdk: SelfDB) {
  return queryOptions({
    queryKey: ['backups', 'schedule'],
    queryFn: ({ signal }) => sdk.backups.schedule.get({ signal }),
    refetchInterval: IDLE_MS,
  });
}

/** Which times can be restored. */
export function momentsQuery(sdk: SelfDB) {
  return queryOptions({
    queryKey: ['backups', 'moments'],
    queryFn: ({ signal }) => sdk.backups.restorableTimes({ signal }),
    refetchInterval: ({ state }) => (state.data?.reason === 'no_base_backup' ? BUSY_MS : IDLE_MS),
  });
}

/** The job that makes or verifies one of these backups now. */
export function busyJob(backups: Backup[]): string | undefined {
  return backups.find(({ job_id }) => job_id !== null)?.job_id ?? undefined;
}
