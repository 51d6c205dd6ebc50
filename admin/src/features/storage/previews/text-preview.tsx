import type { StoredFile } from '@selfdb/sdk';
import { createInfiniteQuery } from '@tanstack/solid-query';
import { createMemo, createSignal, type JSX, Show } from 'solid-js';
import { useSdk } from '../../../app/session/session.tsx';
import { Button } from '../../../ui/controls/button.tsx';
import { Segmented } from '../../../ui/controls/segmented.tsx';
import { Code } from '../../../ui/display/code.tsx';
import { ErrorNotice } from '../../../ui/display/error-notice.tsx';
import { Skeleton } from '../../../ui/display/skeleton.tsx';
import { parseExact } from '../../../ui/format/exact-json.ts';
import { formatBytes } from '../../../ui/format/numbers.ts';
import { answerOf } from '../../tables/queries.ts';
import { decodeText, formatJson } from './decode-text.ts';

const PIECE_BYTES = 256 * 1024;
/** More text makes the page slow. */
const MAX_BYTES = 4 * 1024 * 1024;

interface TextPreviewProps {
  file: StoredFile;
  isFull: boolean;
  isJson: boolean;
  /** Takes the place of what is no text after all. */
  fallback: JSX.Element;
}

/** The beginning of a text file, read piece by piece. Nothing of it is run or drawn as a page. */
export function TextPreview(props: TextPreviewProps) {
  const pieces = createPieces(props);
  const bytes = createMemo(() => join(answerOf(pieces)?.pages ?? []));
  const isWhole = () => bytes().length >= props.file.size;
  const decoded = createMemo(() => decodeText(bytes(), isWhole()));
  const formatted = createMemo(() =>
    props.isJson && isWhole() && answerOf(pieces) ? formatJson(decoded().text, parseExact) : undefined,
  );
  const [layout, setLayout] = createSignal<'formatted' | 'stored'>('formatted');
  const text = () => (layout() === 'formatted' ? formatted() : undefined) ?? decoded().text;
  return (
    <Show when={!decoded().isBinary} fallback={props.fallback}>
      <ErrorNotice error={pieces.error} onRetry={() => void pieces.refetch()} />
      <Show when={answerOf(pieces)} fallback={!pieces.error && <Skeleton class="h-48 w-full" />}>
        <Show when={formatted() !== undefined}>
          <div class="mb-2">
            <Segmented
              label="Layout of the JSON"
              value={layout()}
              onChange={setLayout}
              options={[
                { value: 'formatted', label: 'Formatted' },
                { value: 'stored', label: 'As stored' },
              ]}
            />
          </div>
        </Show>
        <Show when={props.file.size > 0} fallback={<p class="text-sm text-muted">The file is empty.</p>}>
          <Code label={props.file.name} code={text()} tall={props.isFull} whole wrap />
        </Show>
        <Show when={decoded().isBroken}>
          <p class="mt-2 text-xs text-muted">Some bytes are not text in UTF-8. They are shown as “�”.</p>
        </Show>
        <Show when={!isWhole()}>
          <More
            shown={bytes().length}
            size={props.file.size}
            busy={pieces.isFetchingNextPage}
            onMore={() => void pieces.fetchNextPage()}
          />
        </Show>
      </Show>
    </Show>
  );
}

function More(props: { shown: number; size: number; busy: boolean; onMore: () => void }) {
  return (
    <div class="mt-2 flex flex-wrap items-center gap-3 text-xs text-muted">
      <span>
        The first {formatBytes(props.shown)} of {formatBytes(props.size)}.
      </span>
      <Show when={props.shown < MAX_BYTES} fallback="Download the file to read the rest.">
        <Button size="sm" busy={props.busy} onClick={() => props.onMore()}>
          Show more
        </Button>
      </Show>
    </div>
  );
}

function createPieces(props: TextPreviewProps) {
  const sdk = useSdk();
  return createInfiniteQuery(() => ({
    queryKey: ['text-preview', props.file.id, props.file.etag],
    initialPageParam: 0,
    async queryFn({ pageParam, signal }): Promise<Uint8Array> {
      const { bucket_name: bucketName, path, size } = props.file;
      if (size === 0) return new Uint8Array(0);
      const range = { start: pageParam, end: Math.min(pageParam + PIECE_BYTES, size) - 1 };
      const stream = await sdk.storage.files.downloadStream({ bucketName, path, range, signal });
      return new Uint8Array(await new Response(stream).arrayBuffer());
    },
    getNextPageParam: (_last, pages) => {
      const read = pages.reduce((sum, page) => sum + page.length, 0);
      return read < props.file.size ? read : undefined;
    },
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
  }));
}

function join(pages: Uint8Array[]): Uint8Array {
  const [only] = pages;
  if (only && pages.length === 1) return only;
  const all = new Uint8Array(pages.reduce((sum, page) => sum + page.length, 0));
  let end = 0;
  for (const page of pages) {
    all.set(page, end);
    end += page.length;
  }
  return all;
}
