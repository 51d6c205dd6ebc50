import { useNavigate } from '@solidjs/router';
import { createEffect, createSignal, on } from 'solid-js';
import { useSdk } from '../../../app/session/session.tsx';
import { Button } from '../../../ui/controls/button.tsx';
import { ChoiceField } from '../../../ui/controls/choice-field.tsx';
import { TextField } from '../../../ui/controls/text-field.tsx';
import { Code } from '../../../ui/display/code.tsx';
import { ErrorNotice } from '../../../ui/display/error-notice.tsx';
import { SidePanel } from '../../../ui/overlays/side-panel.tsx';
import { createSubmission } from '../../../ui/overlays/submission.ts';
import { showToast } from '../../../ui/overlays/toast.tsx';
import { functionPath } from '../paths.ts';
import { useRefreshFunctions } from '../queries.ts';
import { functionNameProblem } from './function-name.ts';
import { TEMPLATES } from './templates.ts';

/** Creates a function from a template, and goes to its code. */
export function CreateFunctionPanel(props: { open: boolean; onClose: () => void }) {
  const sdk = useSdk();
  const navigate = useNavigate();
  const refresh = useRefreshFunctions();
  const [name, setName] = createSignal('');
  const [chosen, setChosen] = createSignal('hello');
  const template = () => TEMPLATES.find(({ value }) => value === chosen()) ?? TEMPLATES[0];
  const problem = () => (name() === '' ? undefined : functionNameProblem(name()));
  const isReady = () => name() !== '' && problem() === undefined;
  const form = createSubmission(isReady, async () => {
    const created = await sdk.functions.create({ name: name(), code: template()?.code ?? '' });
    showToast({ kind: 'success', title: `The function ${created.name} serves.` });
    setName('');
    navigate(functionPath(created.id));
    await refresh();
  });
  createEffect(
    on(
      () => props.open,
      () => form.reset(),
    ),
  );
  return (
    <SidePanel
      open={props.open}
      onClose={props.onClose}
      title="Create function"
      wide
      footer={
        <>
          <Button onClick={() => props.onClose()}>Cancel</Button>
          <Button variant="primary" busy={form.busy()} disabled={!isReady()} onClick={form.submit}>
            Create function
          </Button>
        </>
      }
    >
      <form class="space-y-5" onSubmit={form.submit}>
        <TextField
          label="Name"
          mono
          autofocus
          autocomplete="off"
          value={name()}
          onInput={setName}
          error={problem()}
          hint="It is part of the URL: letters, digits, hyphens and underscores."
        />
        <ChoiceField label="Begin with" options={TEMPLATES} value={chosen()} onChange={setChosen} />
        <Code label="Code of the template" code={template()?.code ?? ''} />
        <ErrorNotice title="The function was not created." error={form.error()} />
      </form>
    </SidePanel>
  );
}
