import { createSignal, For, type JSX, Show } from 'solid-js';
import { Button } from '../../../ui/controls/button.tsx';
import { ErrorNotice } from '../../../ui/display/error-notice.tsx';
import { SidePanel } from '../../../ui/overlays/side-panel.tsx';

interface ChangePanelProps {
  open: boolean;
  onClose: () => void;
  title: string;
  /** The verb and its object: "Add column". */
  action: string;
  /** Said above an error: "The column was not added." */
  failure: string;
  /** What the change means, a sentence each. */
  meanings: string[];
  /** The fields. */
  children: JSX.Element;
  /** The SQL of the change. */
  preview: JSX.Element;
  /** Makes the change. False if it is not complete; then the panel stays. */
  onApply: () => Promise<boolean>;
}

/** A form for a change of a table: its fields, what the change means, its SQL, and the button that makes it. */
export function ChangePanel(props: ChangePanelProps) {
  const [busy, setBusy] = createSignal(false);
  const [error, setError] = createSignal<unknown>();
  async function apply() {
    if (busy()) return;
    setBusy(true);
    setError(undefined);
    try {
      if (await props.onApply()) props.onClose();
    } catch (cause) {
      setError(cause);
    } finally {
      setBusy(false);
    }
  }
  return (
    <SidePanel
      open={props.open}
      onClose={() => {
        setError(undefined);
        props.onClose();
      }}
      title={props.title}
      footer={
        <>
          <Button onClick={() => props.onClose()}>Cancel</Button>
          <Button variant="primary" busy={busy()} onClick={() => void apply()}>
            {props.action}
          </Button>
        </>
      }
    >
      <form
        class="space-y-5"
        onSubmit={(event) => {
          event.preventDefault();
          void apply();
        }}
        onInput={() => setError(undefined)}
      >
        {props.children}
        <Show when={props.meanings.length > 0}>
          <ul class="list-disc space-y-1 rounded-md bg-warning-soft py-2 pr-3 pl-7 text-sm text-ink">
            <For each={props.meanings}>{(meaning) => <li>{meaning}</li>}</For>
          </ul>
        </Show>
        {props.preview}
        <ErrorNotice title={props.failure} error={error()} />
      </form>
    </SidePanel>
  );
}
