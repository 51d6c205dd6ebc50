import { createEffect, createMemo, createSignal, on } from 'solid-js';
import { createStore } from 'solid-js/store';
import { useSdk } from '../../../app/session/session.tsx';
import { Button } from '../../../ui/controls/button.tsx';
import { ErrorNotice } from '../../../ui/display/error-notice.tsx';
import { SidePanel } from '../../../ui/overlays/side-panel.tsx';
import { showToast } from '../../../ui/overlays/toast.tsx';
import { type StorageBucket, useRefreshStorage } from '../queries.ts';
import { bucketDraftOf, bucketProblems, EMPTY_BUCKET, toBucketInput } from './bucket-draft.ts';
import { BucketFields } from './bucket-fields.tsx';

interface BucketPanelProps {
  open: boolean;
  /** The bucket to change. Without one, a bucket is created. */
  bucket?: StorageBucket | undefined;
  onClose: () => void;
  /** Runs before the lists are read again. */
  onSaved?: (bucket: StorageBucket) => void;
}

/** Creates or changes a bucket. */
export function BucketPanel(props: BucketPanelProps) {
  const sdk = useSdk();
  const refresh = useRefreshStorage();
  const [draft, setDraft] = createStore({ ...EMPTY_BUCKET });
  // Problems of what was not written yet are shown once the person tries to save.
  const [tried, setTried] = createSignal(false);
  const [busy, setBusy] = createSignal(false);
  const [error, setError] = createSignal<unknown>();
  let form: HTMLFormElement | undefined;
  createEffect(
    on(
      () => props.open,
      (open) => {
        if (!open) return;
        setDraft(props.bucket ? bucketDraftOf(props.bucket) : { ...EMPTY_BUCKET });
        setTried(false);
        setError(undefined);
      },
    ),
  );
  const problems = createMemo(() => bucketProblems(draft));
  const shownProblems = () => {
    const { name, ...rest } = problems();
    return tried() || draft.name !== '' ? problems() : rest;
  };
  const verb = () => (props.bucket ? 'Save' : 'Create bucket');

  async function save(event: Event) {
    event.preventDefault();
    setTried(true);
    if (busy()) return;
    if (Object.keys(problems()).length > 0) {
      form?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
      return;
    }
    setBusy(true);
    setError(undefined);
    try {
      const saved = await saveBucket();
      const what = props.bucket ? 'was changed' : 'is ready';
      showToast({ kind: 'success', title: `The bucket ${saved.name} ${what}.` });
      props.onClose();
      props.onSaved?.(saved);
      await refresh();
    } catch (cause) {
      setError(cause);
    } finally {
      setBusy(false);
    }
  }
  function saveBucket(): Promise<StorageBucket> {
    const input = toBucketInput(draft);
    if (!props.bucket) return sdk.storage.buckets.create(input);
    // Without a limit, the old one would stay.
    return sdk.storage.buckets.update(props.bucket.id, { max_file_size: null, ...input });
  }
  return (
    <SidePanel
      open={props.open}
      onClose={props.onClose}
      title={props.bucket ? `Settings of ${props.bucket.name}` : 'Create bucket'}
      footer={
        <>
          <Button onClick={() => props.onClose()}>Cancel</Button>
          <Button variant="primary" busy={busy()} onClick={save}>
            {verb()}
          </Button>
        </>
      }
    >
      <form
        ref={(element) => {
          form = element;
        }}
        class="space-y-5"
        onSubmit={save}
      >
        <BucketFields draft={draft} problems={shownProblems()} onChange={(change) => setDraft(change)} />
        <ErrorNotice error={error()} />
        <button type="submit" class="hidden" tabIndex={-1} aria-hidden="true" />
      </form>
    </SidePanel>
  );
}
