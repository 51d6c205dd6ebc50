import { createQuery } from '@tanstack/solid-query';
import { For, type JSX, Show } from 'solid-js';
import { useSdk } from '../../../app/session/session.tsx';
import { CopyButton } from '../../../ui/display/copy-button.tsx';
import { formatBytes, formatCount } from '../../../ui/format/numbers.ts';
import { formatTime } from '../../../ui/format/times.ts';
import { answerOf, ownersQuery } from '../../tables/queries.ts';
import type { StorageFile } from '../queries.ts';

interface Fact {
  name: string;
  value: JSX.Element;
  /** The text that a button copies. */
  copy?: string;
  mono?: boolean;
}

/** What is known of a file. */
export function FileFacts(props: { file: StorageFile }) {
  const sdk = useSdk();
  const owners = createQuery(() => ownersQuery(sdk, [props.file.owner_id]));
  const facts = (): Fact[] => {
    const { path, size, mime_type, checksum_sha256, owner_id, created_at, updated_at, id } = props.file;
    return [
      { name: 'Path', value: path, copy: path, mono: true },
      {
        name: 'Size',
        value: size < 1000 ? formatBytes(size) : `${formatBytes(size)} (${formatCount(size)} bytes)`,
      },
      { name: 'Type', value: mime_type },
      { name: 'Owner', value: answerOf(owners)?.get(owner_id) ?? owner_id },
      { name: 'Created', value: formatTime(created_at) },
      { name: 'Changed', value: formatTime(updated_at) },
      { name: 'SHA-256', value: checksum_sha256, copy: checksum_sha256, mono: true },
      { name: 'ID', value: id, copy: id, mono: true },
    ];
  };
  return (
    <dl class="grid grid-cols-[5.5rem_minmax(0,1fr)] gap-x-3 gap-y-0.5 text-sm">
      <For each={facts()}>
        {(fact) => (
          <>
            <dt class="py-1 text-muted">{fact.name}</dt>
            <dd class="flex min-h-7 min-w-0 items-start gap-1">
              <span class={`min-w-0 py-1 ${fact.mono ? 'font-mono text-xs/5 break-all' : 'break-words'}`}>
                {fact.value}
              </span>
              <Show when={fact.copy}>
                {(text) => (
                  <span class="mt-0.5 shrink-0 pointer-coarse:-my-1.5">
                    <CopyButton label={`Copy: ${fact.name}`} text={text()} />
                  </span>
                )}
              </Show>
            </dd>
          </>
        )}
      </For>
    </dl>
  );
}
