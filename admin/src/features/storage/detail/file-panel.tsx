import { createQuery } from '@tanstack/solid-query';
import Download from 'lucide-solid/icons/download';
import { type JSX, Show } from 'solid-js';
import { isNotFound } from '../../../app/query-client.ts';
import { useSdk } from '../../../app/session/session.tsx';
import { Button } from '../../../ui/controls/button.tsx';
import { EmptyState } from '../../../ui/display/empty-state.tsx';
import { ErrorNotice } from '../../../ui/display/error-notice.tsx';
import { SkeletonRows } from '../../../ui/display/skeleton.tsx';
import { formatBytes } from '../../../ui/format/numbers.ts';
import { SidePanel } from '../../../ui/overlays/side-panel.tsx';
import { answerOf } from '../../tables/queries.ts';
import { type EntryDialog, useBucketBrowser } from '../browse/browser.tsx';
import { downloadEntries } from '../browse/start-work.ts';
import { fileEntry } from '../entries/entry.ts';
import { FilePreview } from '../previews/file-preview.tsx';
import { useNeighbours } from '../previews/neighbours.ts';
import { fileQuery, type StorageFile } from '../queries.ts';
import { FileFacts } from './file-facts.tsx';
import { MetadataForm } from './metadata-form.tsx';
import { ShareBox } from './share-box.tsx';
import { SnippetBox } from './snippet-box.tsx';

/** Everything about one file. */
export function FilePanel(props: { fileId: string; onClose: () => void }) {
  const sdk = useSdk();
  const query = createQuery(() => fileQuery(sdk, props.fileId));
  const file = () => answerOf(query)?.value;
  return (
    <SidePanel
      open
      onClose={props.onClose}
      title={file()?.name ?? 'File'}
      description={describe(file())}
      footer={<Show when={file()}>{(shown) => <FileActions file={shown()} />}</Show>}
    >
      <Show
        when={!query.isLoadingError}
        fallback={<NoFile error={query.error} onRetry={() => void query.refetch()} />}
      >
        <Show when={file()} fallback={<SkeletonRows rows={6} />}>
          {(shown) => <FileDetails file={shown()} />}
        </Show>
      </Show>
    </SidePanel>
  );
}

function FileDetails(props: { file: StorageFile }) {
  const browser = useBucketBrowser();
  const neighbours = useNeighbours(() => props.file);
  const isPublic = () => browser.bucket().access === 'public';
  return (
    <div class="space-y-6">
      <FilePreview file={props.file} onPrevious={neighbours.previous()} onNext={neighbours.next()} />
      <Show when={props.file.id} keyed>
        {(_id) => (
          <>
            <FileFacts file={props.file} />
            <Section title="Share">
              <ShareBox file={props.file} isPublic={isPublic()} />
            </Section>
            <Section title="Metadata">
              <MetadataForm file={props.file} />
            </Section>
            <Section title="Use it in a program">
              <SnippetBox file={props.file} isPublic={isPublic()} />
            </Section>
          </>
        )}
      </Show>
    </div>
  );
}

function Section(props: { title: string; children: JSX.Element }) {
  return (
    <section>
      <h3 class="mb-2 text-sm font-semibold">{props.title}</h3>
      {props.children}
    </section>
  );
}

function FileActions(props: { file: StorageFile }) {
  const sdk = useSdk();
  const browser = useBucketBrowser();
  const ask = (kind: EntryDialog['kind']) => browser.ask({ kind, entries: [fileEntry(props.file)] });
  return (
    <>
      <Button variant="danger" class="mr-auto" onClick={() => ask('delete')}>
        Delete
      </Button>
      <Button onClick={() => ask('rename')}>Rename</Button>
      <Button onClick={() => ask('move')}>Move</Button>
      <Button
        variant="primary"
        icon={<Download class="size-4" />}
        onClick={() => void downloadEntries(sdk, browser, [fileEntry(props.file)])}
      >
        Download
      </Button>
    </>
  );
}

function NoFile(props: { error: unknown; onRetry: () => void }) {
  return (
    <Show
      when={isNotFound(props.error)}
      fallback={
        <ErrorNotice title="The file could not be read." error={props.error} onRetry={props.onRetry} />
      }
    >
      <EmptyState title="This file is not there">
        The file was deleted, or the link is wrong. Close this panel to see the others.
      </EmptyState>
    </Show>
  );
}

function describe(file: StorageFile | undefined): string {
  return file ? `${formatBytes(file.size)}, ${file.mime_type}` : '';
}
