import type { SelfDB } from '@selfdb/sdk';
import type { QueryClient } from '@tanstack/solid-query';
import { createMemo, createSignal } from 'solid-js';
import { describeError } from '../../../ui/display/describe-error.ts';
import { showToast } from '../../../ui/overlays/toast.tsx';
import type { ErrorMark } from '../editor/error-mark.ts';
import { formatSql } from '../editor/format-sql.ts';
import type { EditorHandle } from '../editor/sql-editor.tsx';
import { explainable, explainSql } from '../plan/explain.ts';
import { completionKey, historyKey } from '../queries.ts';
import { changesData, findDangers, type SqlDanger } from '../statements/dangers.ts';
import { type StatementRange, splitSql, statementAt } from '../statements/split.ts';
import { sqlFailure, wordAt } from './run-sql.ts';
import { createRuns, type RunRequest } from './runs.ts';
import { runSettings } from './settings.ts';

interface ActionsContext {
  sdk: SelfDB;
  client: QueryClient;
  tabId: () => string;
  text: () => string;
  editor: () => EditorHandle | undefined;
  /** A run begins; a plan takes the place of the look of the last result. */
  onRunStart: (look: { look?: undefined }) => void;
}

type Waiting<T> = T & { tabId: string; request: RunRequest };

/** What a person does with the text: run, explain, format. What is dangerous waits for a confirmation. */
export function useActions(context: ActionsContext) {
  const runs = createRuns(context.sdk, () => {
    void context.client.invalidateQueries({ queryKey: historyKey });
    void context.client.invalidateQueries({ queryKey: completionKey });
  });
  const [dangerous, setDangerous] = createSignal<Waiting<{ dangers: SqlDanger[] }>>();
  const [analyzed, setAnalyzed] = createSignal<Waiting<{ statement: string }>>();
  const current = () => runs.of(context.tabId());

  function start(tabId: string, request: RunRequest, look: { look?: undefined } = {}) {
    context.onRunStart(look);
    void runs.start(tabId, request);
  }
  const lineAt = (offset: number) => context.text().slice(0, offset).split('\n').length;
  function runText(tabId: string, source: string, offset = 0) {
    const request = { source, offset, line: lineAt(offset), settings: runSettings() };
    const dangers = request.settings.readOnly ? [] : findDangers(splitSql(source));
    if (dangers.length > 0) setDangerous({ dangers, tabId, request });
    else start(tabId, request);
  }
  /** What is selected, else the statement at the cursor. */
  function chosen(): StatementRange | { text: string; from: number } | undefined {
    const { from, to } = context.editor()?.selection() ?? { from: 0, to: 0 };
    const selected = context.text().slice(from, to);
    return selected.trim() === '' ? statementAt(context.text(), from) : { text: selected, from };
  }
  function run(all: boolean) {
    if (current()?.status === 'running') return;
    const what = all ? { text: context.text(), from: 0 } : chosen();
    if (!what || splitSql(what.text).length === 0)
      return tell('There is nothing to run.', 'Write a statement first.');
    runText(context.tabId(), what.text, what.from);
  }
  function explain(analyze: boolean) {
    if (current()?.status === 'running') return;
    const at = chosen();
    const [statement] = at ? splitSql(at.text) : [];
    const found = explainable(statement);
    if (typeof found === 'string') return tell('This can’t be explained.', found);
    const source = explainSql(found, analyze);
    const offset = (at?.from ?? 0) + found.from - Math.max(0, source.indexOf(found.text));
    const settings = { ...runSettings(), readOnly: runSettings().readOnly || !analyze };
    const request = { source, offset, line: lineAt((at?.from ?? 0) + found.from), settings };
    if (analyze && changesData(found)) {
      setAnalyzed({ statement: found.text, tabId: context.tabId(), request });
    } else start(context.tabId(), request, { look: undefined });
  }
  async function format() {
    const { from, to } = context.editor()?.selection() ?? { from: 0, to: 0 };
    const range = from === to ? { from: 0, to: context.text().length } : { from, to };
    const before = context.text().slice(range.from, range.to);
    try {
      const after = await formatSql(before);
      if (context.text().slice(range.from, range.to) === before) context.editor()?.replace(range, after);
    } catch (error) {
      tell('Not formatted.', describeError(error).message);
    }
  }
  const errorMark = createMemo((): ErrorMark | undefined => {
    const last = current();
    if (last?.status !== 'failed') return undefined;
    const position = sqlFailure(last.error, last.source)?.position;
    if (position === undefined) return undefined;
    const { from, to } = wordAt(last.source, position);
    const message = describeError(last.error).message;
    return { from: Math.max(0, from + last.offset), to: to + last.offset, message };
  });
  return {
    runs,
    run,
    runText,
    explain,
    format,
    errorMark,
    isRunning: () => current()?.status === 'running',
    cancel() {
      const last = current();
      if (last?.status === 'running') last.cancel();
    },
    danger: () => ({
      dangers: dangerous()?.dangers ?? [],
      onClose: () => setDangerous(undefined),
      onConfirm: () => confirmed(dangerous(), start),
    }),
    analysis: () => ({
      statement: analyzed()?.statement,
      onClose: () => setAnalyzed(undefined),
      onConfirm: () => confirmed(analyzed(), (tabId, request) => start(tabId, request, { look: undefined })),
    }),
  };
}

function confirmed(
  waiting: Waiting<object> | undefined,
  start: (tabId: string, request: RunRequest) => void,
): void {
  if (waiting) start(waiting.tabId, waiting.request);
}

function tell(title: string, detail: string): void {
  showToast({ title, detail });
}
