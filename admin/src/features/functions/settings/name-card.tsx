import { createSignal } from 'solid-js';
import { useSdk } from '../../../app/session/session.tsx';
import { Button } from '../../../ui/controls/button.tsx';
import { TextField } from '../../../ui/controls/text-field.tsx';
import { ErrorNotice } from '../../../ui/display/error-notice.tsx';
import { Card } from '../../../ui/display/page.tsx';
import { createSubmission } from '../../../ui/overlays/submission.ts';
import { showToast } from '../../../ui/overlays/toast.tsx';
import { functionNameProblem } from '../create/function-name.ts';
import { useFunction } from '../page/function-context.tsx';

/** Name and description, saved together. */
export function NameCard() {
  const sdk = useSdk();
  const { fn, accept } = useFunction();
  const [name, setName] = createSignal(fn().name);
  const [description, setDescription] = createSignal(fn().description ?? '');
  const isReady = () =>
    functionNameProblem(name()) === undefined &&
    (name() !== fn().name || description().trim() !== (fn().description ?? ''));
  const form = createSubmission(isReady, async () => {
    const changes = { name: name(), description: description().trim() || null };
    await accept(await sdk.functions.update(fn().id, changes));
    showToast({ kind: 'success', title: 'Saved.' });
  });
  return (
    <Card title="General">
      <form class="space-y-4 p-4" onSubmit={form.submit}>
        <TextField
          label="Name"
          mono
          autocomplete="off"
          value={name()}
          onInput={setName}
          error={functionNameProblem(name())}
          hint="It is part of the URL: programs that use the old name stop working."
        />
        <TextField label="Description" lines={2} value={description()} onInput={setDescription} />
        <ErrorNotice title="Nothing was saved." error={form.error()} />
        <Button type="submit" variant="primary" busy={form.busy()} disabled={!isReady()}>
          Save
        </Button>
      </form>
    </Card>
  );
}
