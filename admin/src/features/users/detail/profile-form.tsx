import type { UserRead } from '@selfdb/sdk';
import { useQueryClient } from '@tanstack/solid-query';
import { createSignal } from 'solid-js';
import { createStore } from 'solid-js/store';
import { useSdk } from '../../../app/session/session.tsx';
import { Button } from '../../../ui/controls/button.tsx';
import { ErrorNotice } from '../../../ui/display/error-notice.tsx';
import { showToast } from '../../../ui/overlays/toast.tsx';
import { changesOfDraft, problemsOfDraft, type UserDraft } from '../draft/user-draft.ts';
import { UserFields } from '../draft/user-fields.tsx';
import { DemotionDialog } from './demotion-dialog.tsx';
import { useLeave } from './leave.ts';

/** Changes names, e-mail and role. A demotion asks first, because it ends the user's sessions. */
export function ProfileForm(props: { user: UserRead; isSelf: boolean }) {
  const sdk = useSdk();
  const queries = useQueryClient();
  const leave = useLeave();
  // The panel makes a new form for each version of the user.
  const { email, firstName, lastName, role } = props.user;
  const [draft, setDraft] = createStore<UserDraft>({ email, firstName, lastName, role });
  const [submitted, setSubmitted] = createSignal(false);
  const [asking, setAsking] = createSignal(false);
  const [busy, setBusy] = createSignal(false);
  const [error, setError] = createSignal<unknown>();
  const changes = () => changesOfDraft(props.user, draft);
  const isChanged = () => Object.keys(changes()).length > 0;
  const problems = () => (submitted() ? problemsOfDraft(draft) : {});

  async function save() {
    const demoted = changes().role === 'USER';
    const saved = await sdk.auth.users.update(props.user.id, changes());
    if (props.isSelf && demoted) return leave('You are no longer an administrator.');
    showToast({ kind: 'success', title: `Saved ${saved.firstName} ${saved.lastName}.` });
    await queries.invalidateQueries({ queryKey: ['users'] });
  }
  async function submit(event: Event) {
    event.preventDefault();
    setSubmitted(true);
    setError(undefined);
    if (busy() || !isChanged() || Object.keys(problems()).length > 0) return;
    if (changes().role === 'USER') {
      setAsking(true);
      return;
    }
    setBusy(true);
    await save().catch(setError);
    setBusy(false);
  }

  return (
    <form class="space-y-4" noValidate onSubmit={submit}>
      <h3 class="text-sm font-semibold">Profile</h3>
      <UserFields draft={draft} problems={problems()} onChange={setDraft} />
      <ErrorNotice title="Nothing was saved." error={error()} />
      <div class="flex justify-end">
        <Button variant="primary" type="submit" busy={busy()} disabled={!isChanged()}>
          Save
        </Button>
      </div>
      <DemotionDialog
        user={props.user}
        isSelf={props.isSelf}
        open={asking()}
        onClose={() => setAsking(false)}
        onConfirm={save}
      />
    </form>
  );
}
