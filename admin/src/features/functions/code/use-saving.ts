import { type Accessor, createSignal } from 'solid-js';
import { useSdk } from '../../../app/session/session.tsx';
import { showToast } from '../../../ui/overlays/toast.tsx';
import { useFunction } from '../page/function-context.tsx';
import { type CodeError, codeErrorOf } from './code-error.ts';
import { draftOf, dropDraft, sourceOf } from './drafts.ts';

/** Saving the code, one attempt at a time. */
export interface Saving {
  busy: Accessor<boolean>;
  /** What the last attempt failed of. */
  error: Accessor<unknown>;
  /** The place of the error, if it is one in the code. */
  codeError: Accessor<CodeError | undefined>;
  /** Saves what was typed, and deploys it; without changes, deploys what is saved and does not serve yet. */
  save: (deploy: boolean) => Promise<void>;
}

/** Saves the function of the page. */
export function useSaving(): Saving {
  const sdk = useSdk();
  const { fn, accept } = useFunction();
  const [busy, setBusy] = createSignal(false);
  const [error, setError] = createSignal<unknown>();

  async function send(deploy: boolean) {
    const draft = draftOf(fn());
    if (!draft) return deploy ? sdk.functions.deploy(fn().id) : fn();
    const sent = draft.files;
    const saved = await sdk.functions.update(fn().id, { ...sourceOf(sent, fn()), deploy });
    // What was typed while it was saved stays a draft.
    if (draftOf(fn())?.files === sent) dropDraft(fn().id);
    return saved;
  }
  async function save(deploy: boolean) {
    if (busy()) return;
    if (!draftOf(fn()) && fn().deployment_status === 'deployed') {
      showToast({ title: 'There is nothing to save.', detail: `Version ${fn().version} serves.` });
      return;
    }
    setBusy(true);
    setError(undefined);
    try {
      const saved = await send(deploy);
      await accept(saved);
      const title = deploy ? `Version ${saved.version} serves now.` : `Version ${saved.version} is saved.`;
      showToast({ kind: 'success', title });
    } catch (cause) {
      setError(cause);
      const at = codeErrorOf(cause);
      if (at) {
        const title = `Nothing was saved: ${at.file} has an error in line ${at.line}.`;
        showToast({ kind: 'danger', title, detail: at.message });
      }
    } finally {
      setBusy(false);
    }
  }
  return { busy, error, codeError: () => codeErrorOf(error()), save };
}
