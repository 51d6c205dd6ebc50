import type { AuditEntry } from '@selfdb/sdk';
import { A } from '@solidjs/router';
import { createQuery } from '@tanstack/solid-query';
import { children, For, type JSX, Show } from 'solid-js';
import { useSdk } from '../../../app/session/session.tsx';
import { buttonClass } from '../../../ui/controls/button.tsx';
import { Badge } from '../../../ui/display/badge.tsx';
import { CopyButton } from '../../../ui/display/copy-button.tsx';
import { EmptyState } from '../../../ui/display/empty-state.tsx';
import { ErrorNotice } from '../../../ui/display/error-notice.tsx';
import { SkeletonRows } from '../../../ui/display/skeleton.tsx';
import { formatTime } from '../../../ui/format/times.ts';
import { SidePanel } from '../../../ui/overlays/side-panel.tsx';
import { describeUserAgent } from '../../sessions/browser-names.ts';
import { toItem } from '../items/item.ts';
import { textOf } from '../items/sentence.ts';
import { entryQuery } from '../queries.ts';
import { detailsInWords } from './details-in-words.ts';
import { linksOf } from './entry-links.ts';
import { titleOf } from './title-of.ts';

/** Everything about one entry. It is `known` if the timeline shows it; a link may name an older one. */
export function EntryPanel(props: { id: string; known: AuditEntry | undefined; onClose: () => void }) {
  const sdk = useSdk();
  const query = createQuery(() => ({ ...entryQuery(sdk, props.id), enabled: props.known === undefined }));
  const entry = () => props.known ?? query.data;
  return (
    <SidePanel
      open
      onClose={props.onClose}
      title={titleOf(entry()?.action)}
      description={entry() ? formatTime(entry()?.at ?? '') : ''}
      footer={
        <Show when={entry()}>
          {(shown) => (
            <CopyButton
              size="md"
              caption="Copy as JSON"
              label="Copy as JSON"
              text={() => JSON.stringify(shown(), null, 2)}
            />
          )}
        </Show>
      }
    >
      <Show when={entry()} fallback={<Missing query={query} />}>
        {(shown) => <Details entry={shown()} />}
      </Show>
    </SidePanel>
  );
}

function Missing(props: { query: { error: unknown; data: unknown; refetch: () => unknown } }) {
  return (
    <Show
      when={props.query.error}
      fallback={
        <Show when={props.query.data === null} fallback={<SkeletonRows rows={6} />}>
          <EmptyState title="This entry is not there">
            It may have been deleted because of its age. Close this panel to see what happened since.
          </EmptyState>
        </Show>
      }
    >
      <ErrorNotice
        title="The entry could not be read."
        error={props.query.error}
        onRetry={() => void props.query.refetch()}
      />
    </Show>
  );
}

const TARGETS: Record<AuditEntry['target_type'], string> = {
  user: 'User',
  table: 'Table',
  bucket: 'Bucket',
  file: 'File',
  function: 'Function',
  webhook: 'Webhook',
  sql: 'SQL',
  backup: 'Backup',
  settings: 'Settings',
};

function Details(props: { entry: AuditEntry }) {
  const entry = () => props.entry;
  return (
    <div class="space-y-5">
      <p class="text-md break-words">{textOf(toItem(entry()))}</p>
      <Show when={entry().outcome !== 'ok'}>
        <Badge tone="danger">{entry().outcome}</Badge>
      </Show>
      <div class="flex flex-wrap gap-2">
        <For each={linksOf(entry())}>
          {({ label, href }) => (
            <A href={href} class={buttonClass('secondary', 'sm')}>
              {label}
            </A>
          )}
        </For>
      </div>
      <dl class="space-y-3">
        <Field label="Action" mono>
          {entry().action}
        </Field>
        <Field label="Who">
          {entry().actor ? `${entry().actor?.email} (${entry().actor?.role})` : 'Not signed in'}
        </Field>
        <Field label={TARGETS[entry().target_type]}>{entry().target_name}</Field>
        <Field label={`${TARGETS[entry().target_type]} ID`} mono>
          {entry().target_id}
        </Field>
        <Field label="Address" mono>
          {entry().address}
        </Field>
        <Field label="Device">
          <Show when={entry().user_agent}>
            {(agent) => <span title={agent()}>{describeUserAgent(agent())}</span>}
          </Show>
        </Field>
        <Field label="Request ID" mono>
          {entry().request_id}
        </Field>
        <Show when={entry().count > 1}>
          <Field label="How often">
            {entry().count} times, last {formatTime(entry().last_at ?? entry().at)}
          </Field>
        </Show>
        <For each={detailsInWords(entry().details)}>
          {([name, value]) => <Field label={name}>{value}</Field>}
        </For>
      </dl>
    </div>
  );
}

function Field(props: { label: string; mono?: boolean; children: JSX.Element }) {
  const value = children(() => props.children);
  return (
    <Show when={value()}>
      <div>
        <dt class="text-xs text-muted first-letter:uppercase">{props.label}</dt>
        <dd class={`break-words ${props.mono ? 'font-mono text-xs' : ''}`}>{value()}</dd>
      </div>
    </Show>
  );
}
