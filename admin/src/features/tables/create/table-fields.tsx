import { Switch } from '../../../ui/controls/switch.tsx';
import { TextField } from '../../../ui/controls/text-field.tsx';
import { AccessField } from '../parts/access-field.tsx';
import { tableNameProblem } from './draft.ts';
import type { DraftStore } from './draft-store.ts';

/** What a table has besides columns: name, description, access, realtime. */
export function TableFields(props: {
  store: DraftStore;
  tried: boolean;
  /** Enter in the name: the columns come next. */
  onNext: () => void;
}) {
  const draft = () => props.store.draft;
  const nameError = () => {
    const problem = tableNameProblem(draft().name);
    return problem && (props.tried || draft().name !== '') ? `The name ${problem}.` : undefined;
  };
  return (
    <div class="space-y-4">
      <div class="grid gap-3 sm:grid-cols-2">
        <TextField
          label="Name"
          autofocus
          value={draft().name}
          onInput={(text) => props.store.set('name', text)}
          error={nameError()}
          placeholder="books"
          autocomplete="off"
          mono
          required
          onKeyDown={(event) => {
            if (event.key !== 'Enter' || event.ctrlKey || event.metaKey) return;
            event.preventDefault();
            props.onNext();
          }}
        />
        <TextField
          label="Description (optional)"
          value={draft().description}
          onInput={(text) => props.store.set('description', text)}
          autocomplete="off"
        />
      </div>
      <AccessField value={draft().access} onChange={(access) => props.store.set('access', access)} />
      <Switch
        label="Realtime"
        hint="Programs and the dashboard see changes of rows as they happen."
        checked={draft().realtime}
        onChange={(on) => props.store.set('realtime', on)}
      />
    </div>
  );
}
