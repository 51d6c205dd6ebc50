import { For, type JSX, Show } from 'solid-js';
import { Badge } from '../../../ui/display/badge.tsx';
import { Card } from '../../../ui/display/page.tsx';
import type { Answer, ApiDocument, Parameter } from '../contract/openapi.ts';
import type { Operation } from '../contract/operations.ts';
import { schemaRow } from '../contract/schema-rows.ts';
import { MarkdownLine } from './markdown-text.tsx';
import { FieldLine, SchemaView } from './schema-view.tsx';

const PLACES: Record<Parameter['in'], string> = {
  path: 'in the path',
  query: 'in the query',
  header: 'header',
  cookie: 'cookie',
};

function Part(props: { title: string; children: JSX.Element }) {
  return (
    <Card title={props.title}>
      <div class="px-4 py-2">{props.children}</div>
    </Card>
  );
}

function ParameterLine(props: { document: ApiDocument; parameter: Parameter }) {
  const row = () => {
    const { name, schema = {}, description } = props.parameter;
    const found = schemaRow(props.document, schema, name);
    return { ...found, description: description ?? found.description };
  };
  return (
    <li class="flex">
      <FieldLine
        row={row()}
        aside={
          <>
            <span class="text-xs text-muted">{PLACES[props.parameter.in]}</span>
            <Show when={props.parameter.required}>
              <Badge>required</Badge>
            </Show>
          </>
        }
      />
    </li>
  );
}

function statusTone(status: string) {
  if (status.startsWith('2')) return 'success';
  return status.startsWith('4') || status.startsWith('5') ? 'danger' : 'neutral';
}

function AnswerView(props: { document: ApiDocument; status: string; answer: Answer }) {
  const contents = () => Object.entries(props.answer.content ?? {});
  return (
    <li class="py-2">
      <p class="flex items-baseline gap-2 text-sm">
        <Badge tone={statusTone(props.status)}>{props.status}</Badge>
        <span>
          <MarkdownLine text={props.answer.description ?? ''} />
        </span>
      </p>
      <For each={contents()}>
        {([type, content]) => (
          <Show when={content.schema}>
            {(schema) => (
              <div class="mt-1">
                <Show when={type !== 'application/json'}>
                  <p class="pl-6 font-mono text-xs text-muted">{type}</p>
                </Show>
                <SchemaView row={schemaRow(props.document, schema())} />
              </div>
            )}
          </Show>
        )}
      </For>
    </li>
  );
}

/** What an operation takes and answers. The errors, which look alike, are listed without their fields. */
export function ReferencePart(props: { document: ApiDocument; operation: Operation }) {
  const good = () => props.operation.answers.filter(({ status }) => !/^[45]/.test(status));
  const errors = () => props.operation.answers.filter(({ status }) => /^[45]/.test(status));
  return (
    <div class="space-y-4">
      <Show when={props.operation.parameters.length > 0}>
        <Part title="Parameters">
          <ul class="divide-y divide-line">
            <For each={props.operation.parameters}>
              {(parameter) => <ParameterLine document={props.document} parameter={parameter} />}
            </For>
          </ul>
        </Part>
      </Show>
      <Show when={props.operation.body}>
        {(body) => (
          <Part title={`Body · ${body().mediaType}`}>
            <SchemaView row={schemaRow(props.document, body().content.schema ?? {})} />
          </Part>
        )}
      </Show>
      <Part title="Answer">
        <ul class="divide-y divide-line">
          <For each={good()}>
            {({ status, answer }) => <AnswerView document={props.document} status={status} answer={answer} />}
          </For>
        </ul>
      </Part>
      <Part title="Errors">
        <ul class="divide-y divide-line">
          <For each={errors()}>
            {({ status, answer }) => (
              <li class="flex items-baseline gap-2 py-1.5 text-sm">
                <Badge tone="danger">{status}</Badge>
                <span>
                  <MarkdownLine text={answer.description ?? ''} />
                </span>
              </li>
            )}
          </For>
        </ul>
        <p class="py-1.5 text-xs text-muted">
          An error has <code class="font-mono">detail</code>, a sentence that says what to change,{' '}
          <code class="font-mono">code</code> and <code class="font-mono">request_id</code>.
        </p>
      </Part>
    </div>
  );
}
