import { createQuery } from '@tanstack/solid-query';
import { createEffect, createSignal, lazy, on, Show, Suspense } from 'solid-js';
import { useSdk } from '../../../app/session/session.tsx';
import { ErrorNotice } from '../../../ui/display/error-notice.tsx';
import { SkeletonRows } from '../../../ui/display/skeleton.tsx';
import { completionTablesQuery } from '../../sql/queries.ts';
import { answerOf } from '../../tables/queries.ts';
import { useFunction } from '../page/function-context.tsx';
import { CodeToolbar } from './code-toolbar.tsx';
import { draftOf, filesOf, keepDraft } from './drafts.ts';
import { FileTabs } from './file-tabs.tsx';
import { StaleNotice } from './stale-notice.tsx';
import { TypesPanel } from './types-panel.tsx';
import { useSaving } from './use-saving.ts';

const CodeEditor = lazy(() => import('./editor/code-editor.tsx'));

/** The code: written, saved and deployed here. */
export default function CodePage() {
  const sdk = useSdk();
  const { fn } = useFunction();
  const tables = createQuery(() => completionTablesQuery(sdk));
  const saving = useSaving();
  const [shownTypes, setShownTypes] = createSignal(false);
  const files = () => draftOf(fn())?.files ?? filesOf(fn());
  const [chosen, setChosen] = createSignal(mainOf(Object.keys(files())));
  const file = () => (chosen() in files() ? chosen() : mainOf(Object.keys(files())));
  createEffect(
    on(saving.codeError, (error) => {
      if (error) setChosen(error.file);
    }),
  );
  return (
    <>
      <CodeToolbar saving={saving} onTypes={() => setShownTypes(true)} />
      <StaleNotice />
      <Show when={saving.error() && !saving.codeError()}>
        <div class="px-4 py-2 sm:px-6">
          <ErrorNotice title="The code was not saved." error={saving.error()} />
        </div>
      </Show>
      <FileTabs
        files={files()}
        shown={file()}
        onShow={setChosen}
        onChange={(changed) => keepDraft(fn(), changed)}
      />
      <div class="min-h-64 flex-1 border-t border-line">
        <Suspense fallback={<SkeletonRows rows={12} />}>
          <CodeEditor
            file={file()}
            text={files()[file()] ?? ''}
            onText={(text) => keepDraft(fn(), { ...files(), [file()]: text })}
            onSave={() => void saving.save(true)}
            error={saving.codeError()?.file === file() ? saving.codeError() : undefined}
            known={{
              variables: () => Object.keys(fn().env_vars),
              tables: () => answerOf(tables)?.map(({ name }) => name) ?? [],
            }}
          />
        </Suspense>
      </div>
      <TypesPanel open={shownTypes()} onClose={() => setShownTypes(false)} />
    </>
  );
}

function mainOf(names: string[]): string {
  return names.find((name) => name === 'index.ts' || name === 'index.js') ?? names[0] ?? 'index.ts';
}
