import CircleAlert from 'lucide-solid/icons/circle-alert';
import CircleCheck from 'lucide-solid/icons/circle-check';
import CirclePause from 'lucide-solid/icons/circle-pause';
import CircleSlash from 'lucide-solid/icons/circle-slash';
import Clock from 'lucide-solid/icons/clock';
import CloudOff from 'lucide-solid/icons/cloud-off';
import Files from 'lucide-solid/icons/files';
import LoaderCircle from 'lucide-solid/icons/loader-circle';
import Pause from 'lucide-solid/icons/pause';
import Play from 'lucide-solid/icons/play';
import RotateCw from 'lucide-solid/icons/rotate-cw';
import X from 'lucide-solid/icons/x';
import { type Component, Show } from 'solid-js';
import { Dynamic } from 'solid-js/web';
import { IconButton } from '../../../../ui/controls/icon-button.tsx';
import { describeError } from '../../../../ui/display/describe-error.ts';
import { formatBytes } from '../../../../ui/format/numbers.ts';
import { parentFolder } from '../../paths.ts';
import type { UploadItem, UploadStatus } from '../queue/upload-item.ts';
import { uploads, uploadsVersion } from '../queue/uploads.ts';

const ICONS: Record<UploadStatus, [Component<{ class?: string }>, string]> = {
  waiting: [Clock, 'text-muted'],
  uploading: [LoaderCircle, 'text-link animate-spin'],
  paused: [CirclePause, 'text-muted'],
  taken: [Files, 'text-warning'],
  done: [CircleCheck, 'text-success'],
  skipped: [CircleSlash, 'text-muted'],
  failed: [CircleAlert, 'text-danger'],
  refused: [CircleAlert, 'text-danger'],
};

/** One file of the list of uploads. */
export function UploadRow(props: { item: UploadItem; onCancel: () => void }) {
  // The queue changes its items in place and says when.
  const read = <T,>(what: (item: UploadItem) => T) => {
    uploadsVersion();
    return what(props.item);
  };
  const status = () => read((item) => item.status);
  const isStalled = () => read((item) => item.stalled);
  const icon = () => (isStalled() ? ([CloudOff, 'text-warning'] as const) : ICONS[status()]);
  const name = () => props.item.path.slice(parentFolder(props.item.path).length);
  const folder = () => `${props.item.batch.bucketName}/${parentFolder(props.item.path)}`;
  const share = () => read(({ loaded, file }) => (file.size > 0 ? loaded / file.size : 0));
  const problem = () => read(({ error }) => (error ? describeError(error).message : undefined));
  const state = () => read(describe);
  return (
    <div class="flex h-full items-center gap-2.5 pr-2 pl-3">
      <Dynamic component={icon()[0]} class={`size-4 shrink-0 ${icon()[1]}`} />
      <div class="min-w-0 flex-1">
        <p class="flex items-baseline gap-2" title={props.item.path}>
          <bdi class="truncate">{name()}</bdi>
          <bdi class="min-w-8 flex-1 truncate text-xs text-muted">{folder()}</bdi>
        </p>
        <p class={`truncate text-xs ${problem() ? 'text-danger' : 'tabular text-muted'}`} title={problem()}>
          {problem() ?? state()}
        </p>
        <Show when={status() === 'uploading' || (status() === 'paused' && share() > 0)}>
          <div class="mt-1 h-0.5 overflow-hidden rounded-full bg-hover" aria-hidden="true">
            <div
              class="h-full rounded-full bg-accent transition-[width]"
              style={{ width: `${share() * 100}%` }}
            />
          </div>
        </Show>
      </div>
      <Actions status={status()} item={props.item} name={name()} onCancel={props.onCancel} />
    </div>
  );
}

function Actions(props: { status: UploadStatus; item: UploadItem; name: string; onCancel: () => void }) {
  const isRunning = () => props.status === 'waiting' || props.status === 'uploading';
  const isOver = () => ['done', 'skipped', 'refused', 'failed'].includes(props.status);
  return (
    <div class="flex shrink-0">
      <Show when={isRunning()}>
        <IconButton
          size="sm"
          label={`Pause ${props.name}`}
          icon={<Pause />}
          onClick={() => uploads.pause([props.item])}
        />
      </Show>
      <Show when={props.status === 'paused'}>
        <IconButton
          size="sm"
          label={`Resume ${props.name}`}
          icon={<Play />}
          onClick={() => uploads.resume([props.item])}
        />
      </Show>
      <Show when={props.status === 'failed'}>
        <IconButton
          size="sm"
          label={`Try ${props.name} again`}
          icon={<RotateCw />}
          onClick={() => uploads.resume([props.item])}
        />
      </Show>
      <IconButton
        size="sm"
        data-leave=""
        label={isOver() ? `Remove ${props.name} from the list` : `Cancel ${props.name}`}
        icon={<X />}
        onClick={() => props.onCancel()}
      />
    </div>
  );
}

function describe({ status, stalled, loaded, file, resumeUrl }: UploadItem): string {
  const size = formatBytes(file.size);
  if (stalled) return `Waiting for connection… ${formatBytes(loaded)} of ${size}`;
  if (status === 'uploading') return `${formatBytes(loaded)} of ${size}`;
  if (status === 'waiting') return resumeUrl ? `Goes on where it stopped · ${size}` : `Waiting · ${size}`;
  if (status === 'paused') return `Paused · ${formatBytes(loaded)} of ${size}`;
  if (status === 'taken') return `The name is taken · ${size}`;
  return status === 'skipped' ? 'Skipped, since the name is taken' : size;
}
