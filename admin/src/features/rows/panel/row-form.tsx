import { createSignal, For, type JSX, Show } from 'solid-js';
import { createStore } from 'solid-js/store';
import { Button } from '../../../ui/controls/button.tsx';
import { ErrorNotice } from '../../../ui/display/error-notice.tsx';
import { SidePanel } from '../../../ui/overlays/side-panel.tsx';
import { useRows } from '../rows-model.ts';
import type { RowValues } from '../values/show-value.ts';
import { type FieldState, readFields } from './field-state.ts';
import { PanelField } from './panel-field.tsx';

interface RowFormProps {
  title: string;
  description: string;
  /** The row as it is; undefined for a new one. */
  before: RowValues | undefined;
  fields: Record<string, FieldState>;
  focused: string | undefined;
  saveLabel: string;
  /** Closes the panel when it resolves. */
  onSave: (values: RowValues) => Promise<void>;
  onClose: () => void;
  actions?: JSX.Element;
}

/** All values of a row in a panel. Ctrl+Enter saves. */
export function RowForm(props: RowFormProps) {
  const rows = useRows();
  const [fields, setFields] = createStore<Record<string, FieldState>>({ ...props.fields });
  const [errors, setErrors] = createSignal<Record<string, string>>({});
  const [failure, setFailure] = createSignal<unknown>();
  const [busy, setBusy] = createSignal(false);

  async function save() {
    if (busy()) return;
    const read = readFields(fields, rows.columns(), props.before);
    setErrors(read.errors);
    if (Object.keys(read.errors).length > 0) return;
    setBusy(true);
    setFailure(undefined);
    try {
      await props.onSave(read.values);
      props.onClose();
    } catch (error) {
      setFailure(error);
    } finally {
      setBusy(false);
    }
  }

  return (
    <SidePanel
      open
      onClose={props.onClose}
      title={props.title}
      description={props.description}
      wide
      footer={
        <>
          <span class="mr-auto flex gap-2">{props.actions}</span>
          <span class="flex gap-2">
            <Button onClick={props.onClose}>Cancel</Button>
            <Button variant="primary" busy={busy()} onClick={() => void save()} title="Ctrl+Enter">
              {props.saveLabel}
            </Button>
          </span>
        </>
      }
    >
      <form
        class="space-y-4"
        onSubmit={(event) => {
          event.preventDefault();
          void save();
        }}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
            event.preventDefault();
            void save();
          }
        }}
      >
        <ErrorNotice error={failure()} title="The row was not saved." />
        <For each={rows.columns()}>
          {(column) => (
            <Show when={fields[column.name]}>
              {(field) => (
                <PanelField
                  column={column}
                  field={field()}
                  isNew={props.before === undefined}
                  error={errors()[column.name]}
                  autofocus={column.name === props.focused}
                  onChange={(next) => setFields(column.name, next)}
                />
              )}
            </Show>
          )}
        </For>
        <button type="submit" class="sr-only" tabIndex={-1} aria-hidden="true">
          {props.saveLabel}
        </button>
      </form>
    </SidePanel>
  );
}
