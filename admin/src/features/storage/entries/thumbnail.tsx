import { createQuery } from '@tanstack/solid-query';
import { createEffect, createSignal, onCleanup, Show } from 'solid-js';
import { useSdk } from '../../../app/session/session.tsx';
import { answerOf } from '../../tables/queries.ts';
import type { FileEntry } from './entry.ts';
import { EntryIcon } from './entry-icon.tsx';
import { thumbnailQuery } from './thumbnail-query.ts';

/** A small image of a file, read when its tile comes into sight. What is no image after all keeps its icon. */
export function Thumbnail(props: { entry: FileEntry }) {
  const sdk = useSdk();
  const image = createQuery(() => thumbnailQuery(sdk, props.entry.file));
  const [url, setUrl] = createSignal<string>();
  createEffect(() => {
    const blob = answerOf(image);
    const made = blob && URL.createObjectURL(blob);
    setUrl(made);
    onCleanup(() => made && URL.revokeObjectURL(made));
  });
  return (
    <Show when={url()} fallback={<EntryIcon entry={props.entry} class="size-10" />}>
      {(src) => (
        <img
          src={src()}
          alt=""
          decoding="async"
          draggable={false}
          class="max-h-full max-w-full object-contain"
          onError={() => setUrl(undefined)}
        />
      )}
    </Show>
  );
}
