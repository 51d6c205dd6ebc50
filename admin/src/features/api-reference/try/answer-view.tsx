import { A } from '@solidjs/router';
import Download from 'lucide-solid/icons/download';
import { createResource, createSignal, Show, Suspense } from 'solid-js';
import { saveBlob } from '../../../ui/browser/save-blob.ts';
import { Button } from '../../../ui/controls/button.tsx';
import { Segmented } from '../../../ui/controls/segmented.tsx';
import { Badge, type Tone } from '../../../ui/display/badge.tsx';
import { Code } from '../../../ui/display/code.tsx';
import { Card } from '../../../ui/display/page.tsx';
import { formatBytes, formatMilliseconds } from '../../../ui/format/numbers.ts';
import { isTextType, showBody } from './answer-text.ts';
import type { Answered } from './send.ts';

type Shown = 'pretty' | 'raw' | 'headers';

function toneOf(status: number): Tone {
  if (status < 300) return 'success';
  return status < 400 ? 'neutral' : 'danger';
}

/** What came back: status, time, body and headers. */
export function AnswerView(props: { answer: Answered }) {
  const [shown, setShown] = createSignal<Shown>('pretty');
  const isText = () => isTextType(props.answer.type);
  const [text] = createResource(
    () => props.answer,
    (answer) => (isTextType(answer.type) ? answer.body.text() : ''),
  );
  const body = () => showBody(text() ?? '', props.answer.type, shown() === 'pretty');
  const headers = () => props.answer.headers.map(([name, value]) => `${name}: ${value}`).join('\n');
  const fileName = () =>
    decodeURIComponent(props.answer.request.split('?')[0]?.split('/').at(-1) ?? 'answer');
  return (
    <Card title="Answer">
      <div class="space-y-3 p-4" aria-live="polite">
        <div class="flex flex-wrap items-center gap-x-3 gap-y-2 text-sm">
          <Badge tone={toneOf(props.answer.status)}>
            {props.answer.status} {props.answer.statusText}
          </Badge>
          <span class="tabular text-muted">{formatMilliseconds(props.answer.milliseconds)}</span>
          <span class="tabular text-muted">{formatBytes(props.answer.body.size)}</span>
          <Show when={props.answer.requestId}>
            {(id) => (
              <A
                href={`/logs?request=${encodeURIComponent(id())}`}
                class="min-w-0 truncate font-mono text-xs text-link hover:underline"
                title="Show this request in the logs"
              >
                {id()}
              </A>
            )}
          </Show>
          <span class="ml-auto flex items-center gap-2">
            <Show when={props.answer.body.size > 0}>
              <Button
                size="sm"
                variant="ghost"
                icon={<Download />}
                onClick={() => saveBlob(fileName(), props.answer.body)}
              >
                Download
              </Button>
            </Show>
            <Segmented<Shown>
              label="What to show of the answer"
              options={[
                { value: 'pretty', label: 'Body' },
                { value: 'raw', label: 'Raw' },
                { value: 'headers', label: 'Headers' },
              ]}
              value={shown()}
              onChange={setShown}
            />
          </span>
        </div>
        <p class="font-mono text-xs break-all text-muted">{props.answer.request}</p>
        <Suspense>
          <Show
            when={shown() !== 'headers'}
            fallback={<Code label="Headers of the answer" code={headers()} wrap />}
          >
            <Show
              when={isText() && props.answer.body.size > 0}
              fallback={<p class="text-sm text-muted">{withoutText(props.answer)}</p>}
            >
              <Code
                label="Body of the answer"
                code={body().text}
                copyText={text() ?? ''}
                wrap={!body().isJson}
              />
              <Show when={body().isCut}>
                <p class="mt-1 text-xs text-muted">Only the beginning is shown. Download it to see all.</p>
              </Show>
            </Show>
          </Show>
        </Suspense>
      </div>
    </Card>
  );
}

function withoutText({ body, type }: Answered): string {
  return body.size === 0 ? 'The answer has no body.' : `${type || 'Bytes'}. Download it to open it.`;
}
