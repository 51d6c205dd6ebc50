import { createMemo, createSignal } from 'solid-js';
import { parseExact } from '../../../ui/format/exact-json.ts';
import { type Draft, newDraft, type Surroundings, toCall } from '../contract/draft.ts';
import type { ApiDocument } from '../contract/openapi.ts';
import type { Operation } from '../contract/operations.ts';
import type { ApiCall } from '../snippets/call.ts';

/** What was filled in since the page was loaded, by operation, table and bucket. */
const [edits, setEdits] = createSignal<ReadonlyMap<string, Draft>>(new Map());

function readBody(text: string): { value: unknown; problem?: string } {
  try {
    return { value: parseExact(text) };
  } catch (error) {
    return { value: null, problem: error instanceof Error ? error.message : String(error) };
  }
}

/** What is filled in for an operation, and the request that it makes. */
export function useDraft(props: { operation: Operation; document: ApiDocument; around: () => Surroundings }) {
  const { operation, document } = props;
  const key = () => [operation.id, props.around().table?.id, props.around().bucket?.id].join(' ');
  const fresh = createMemo(() => newDraft(operation, document, props.around()));
  const draft = createMemo(() => edits().get(key()) ?? fresh());
  const change = (changed: Partial<Draft>) =>
    setEdits((all) => new Map([...all, [key(), { ...draft(), ...changed }]]));
  const body = createMemo(() => readBody(draft().body));
  const call = createMemo(
    (): ApiCall => toCall(operation, draft(), (text) => readBody(text).value, props.around().table),
  );
  return {
    draft,
    call,
    /** Why the body is not JSON. */
    bodyProblem: () => (draft().body.trim() === '' ? undefined : body().problem),
    setValue: (name: string, value: string) => change({ values: { ...draft().values, [name]: value } }),
    setBody: (text: string) => change({ body: text }),
    setAs: (as: Draft['as']) => change({ as }),
    isChanged: () => edits().has(key()),
    reset: () => setEdits((all) => new Map([...all].filter(([other]) => other !== key()))),
  };
}

export type DraftModel = ReturnType<typeof useDraft>;
