import { type Accessor, createSignal } from 'solid-js';

interface Submission {
  busy: Accessor<boolean>;
  /** What the last attempt failed of. */
  error: Accessor<unknown>;
  /** For the form and its button. Does nothing while an attempt is under way, or the form is not ready. */
  submit: (event: Event) => Promise<void>;
  /** Forgets the error, such as when a dialog opens anew. */
  reset: () => void;
}

/** Sends a form: one attempt at a time, whose error is kept. */
export function createSubmission(isReady: () => boolean, send: () => Promise<void>): Submission {
  const [busy, setBusy] = createSignal(false);
  const [error, setError] = createSignal<unknown>();
  const reset = () => setError(undefined);
  async function submit(event: Event): Promise<void> {
    event.preventDefault();
    if (busy() || !isReady()) return;
    setBusy(true);
    reset();
    try {
      await send();
    } catch (cause) {
      setError(cause);
    } finally {
      setBusy(false);
    }
  }
  return { busy, error, submit, reset };
}
