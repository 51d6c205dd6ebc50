import { Show } from 'solid-js';
import { Button } from '../../../ui/controls/button.tsx';
import { useFunction } from '../page/function-context.tsx';
import { draftOf, dropDraft } from './drafts.ts';

/** Says that another window or program has saved a newer version than the one that is being changed. */
export function StaleNotice() {
  const { fn } = useFunction();
  const draft = () => draftOf(fn());
  return (
    <Show when={draft() && draft()?.version !== fn().version}>
      <div
        role="status"
        class="flex flex-wrap items-center gap-3 border-b border-line bg-warning-soft px-4 py-2 text-sm text-warning sm:px-6"
      >
        <p class="min-w-0 flex-1">
          Version {fn().version} was saved meanwhile. Your text is based on version {draft()?.version}: to
          save it leaves out what is new there.
        </p>
        <Button size="sm" onClick={() => dropDraft(fn().id)}>
          Take version {fn().version}
        </Button>
      </div>
    </Show>
  );
}
