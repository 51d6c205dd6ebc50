import { counted, formatBytes, formatCount } from '../../../../ui/format/numbers.ts';
import type { UploadStatus } from '../queue/upload-item.ts';

/** What the summary is made of. */
export interface UploadState {
  count: Record<UploadStatus, number>;
  loaded: number;
  total: number;
  isLost: boolean;
  bytesPerSecond: number | undefined;
  secondsLeft: number | undefined;
}

/** The state of all uploads in a few words: "Uploading 3 of 10 files". */
export function headline({ count, isLost }: UploadState): string {
  const running = count.waiting + count.uploading;
  const all = running + count.paused + count.taken + count.done;
  if (running > 0 && isLost) return 'Waiting for connection…';
  if (running > 0)
    return `Uploading ${formatCount(Math.min(count.done + 1, all))} of ${counted(all, 'file')}`;
  if (count.taken > 0) return `${counted(count.taken, 'name')} taken`;
  if (count.paused > 0) return `Paused: ${formatCount(count.done)} of ${counted(all, 'file')} uploaded`;
  return finished(count);
}

function finished(count: UploadState['count']): string {
  const parts = [
    count.done > 0 && `${counted(count.done, 'file')} uploaded`,
    count.failed > 0 && `${formatCount(count.failed)} failed`,
    count.refused > 0 && `${formatCount(count.refused)} not accepted`,
    count.skipped > 0 && `${formatCount(count.skipped)} skipped`,
  ].filter((part) => part !== false);
  return parts.join(', ') || 'No uploads';
}

/** The figures below the headline: "12 MB of 50 MB · 4.2 MB/s · 12 s left". */
export function figures({ loaded, total, count, isLost, ...rate }: UploadState): string {
  const parts = [`${formatBytes(loaded)} of ${formatBytes(total)}`];
  const isRunning = count.uploading > 0 && !isLost;
  if (isRunning && rate.bytesPerSecond) parts.push(`${formatBytes(rate.bytesPerSecond)}/s`);
  if (isRunning && rate.secondsLeft !== undefined) parts.push(`${formatSeconds(rate.secondsLeft)} left`);
  return parts.join(' · ');
}

function formatSeconds(seconds: number): string {
  if (seconds < 60) return `${Math.max(1, Math.round(seconds))} s`;
  if (seconds < 3600) return `${Math.round(seconds / 60)} min`;
  return `${Math.floor(seconds / 3600)} h ${Math.round((seconds % 3600) / 60)} min`;
}

/** What screen readers are told: changes of the state, and of the progress only each quarter. */
export function announcement(state: UploadState): string {
  const running = state.count.waiting + state.count.uploading;
  if (running === 0 || state.isLost) return headline(state);
  const quarter = state.total > 0 ? Math.floor((state.loaded / state.total) * 4) * 25 : 0;
  return quarter === 0 ? 'Uploading' : `Uploading, ${quarter} % done`;
}
