import type { StoredFile } from '@selfdb/sdk';
import { createQuery } from '@tanstack/solid-query';
import { createSignal, type JSX, Match, Show, Switch } from 'solid-js';
import { useSdk } from '../../../app/session/session.tsx';
import { Button } from '../../../ui/controls/button.tsx';
import { ErrorNotice } from '../../../ui/display/error-notice.tsx';
import { Skeleton } from '../../../ui/display/skeleton.tsx';
import { formatBytes } from '../../../ui/format/numbers.ts';
import { answerOf } from '../../tables/queries.ts';
import { signedSourceQuery } from './signed-source.ts';

const LARGE_IMAGE_BYTES = 25e6;

interface MediaPreviewProps {
  file: StoredFile;
  kind: 'image' | 'video' | 'audio';
  isFull: boolean;
  /** Takes the place of what the browser can't play or draw. */
  fallback: JSX.Element;
}

/** An image, a video or a sound, which the browser streams. */
export function MediaPreview(props: MediaPreviewProps) {
  const [isWanted, setWanted] = createSignal(false);
  const isLarge = () => props.kind === 'image' && props.file.size > LARGE_IMAGE_BYTES;
  return (
    <Show
      when={!isLarge() || isWanted()}
      fallback={
        <div class="flex h-48 items-center justify-center">
          <Button onClick={() => setWanted(true)}>Show the image ({formatBytes(props.file.size)})</Button>
        </div>
      }
    >
      <Media {...props} />
    </Show>
  );
}

function Media(props: MediaPreviewProps) {
  const sdk = useSdk();
  const source = createQuery(() => signedSourceQuery(sdk, props.file));
  const [failures, setFailures] = createSignal(0);
  const height = () => (props.isFull ? 'max-h-full' : 'max-h-96');
  // The first time, the address may have expired in the meantime.
  const fail = () => {
    setFailures(failures() + 1);
    if (failures() === 1) void source.refetch();
  };
  return (
    <Show when={failures() < 2} fallback={props.fallback}>
      <ErrorNotice error={source.error} onRetry={() => void source.refetch()} />
      <Show when={answerOf(source)} fallback={!source.error && <Skeleton class="h-48 w-full" />}>
        {(src) => (
          <Switch>
            <Match when={props.kind === 'image'}>
              <img
                src={src()}
                alt={props.file.name}
                decoding="async"
                class={`mx-auto max-w-full rounded-md bg-[repeating-conic-gradient(var(--hover)_0_25%,var(--surface)_0_50%)] bg-size-[16px_16px] object-contain ${height()}`}
                onError={fail}
              />
            </Match>
            <Match when={props.kind === 'video'}>
              {/* biome-ignore lint/a11y/useMediaCaption: the captions of a stored file are not known */}
              <video
                src={src()}
                controls
                preload="metadata"
                aria-label={props.file.name}
                class={`mx-auto max-w-full rounded-md bg-black ${height()}`}
                onError={fail}
              />
            </Match>
            <Match when={props.kind === 'audio'}>
              {/* biome-ignore lint/a11y/useMediaCaption: the captions of a stored file are not known */}
              <audio
                src={src()}
                controls
                preload="metadata"
                aria-label={props.file.name}
                class="w-full"
                onError={fail}
              />
            </Match>
          </Switch>
        )}
      </Show>
    </Show>
  );
}
