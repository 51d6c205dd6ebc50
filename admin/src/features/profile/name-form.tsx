import type { UserRead } from '@selfdb/sdk';
import { A } from '@solidjs/router';
import { useQueryClient } from '@tanstack/solid-query';
import { createSignal } from 'solid-js';
import { createStore } from 'solid-js/store';
import { useSdk } from '../../app/session/session.tsx';
import { Button } from '../../ui/controls/button.tsx';
import { TextField } from '../../ui/controls/text-field.tsx';
import { ErrorNotice } from '../../ui/display/error-notice.tsx';
import { showToast } from '../../ui/overlays/toast.tsx';
import { changesOfDraft, problemsOfDraft, type UserDraft } from '../users/draft/user-draft.ts';

/** Changes your own name. */
export function NameForm(props: { user: UserRead }) {
  const sdk = useSdk();
  const queries = useQueryClient();
  // The page makes a new form for each version of the user.
  const { email, firstName, lastName, role } = props.user;
  const [draft, setDraft] = createStore<UserDraft>({ email, firstName, lastName, role });
  const [busy, setBusy] = createSignal(false);
  const [error, setError] = createSignal<unknown>();
  const changes = () => changesOfDraft(props.user, draft);
  const problems = () => problemsOfDraft(draft);
  const isReady = () => Object.keys(changes()).length > 0 && Object.keys(problems()).length === 0;

  async function save(event: Event) {
    event.preventDefault();
    if (busy() || !isReady()) return;
    setBusy(true);
    setError(undefined);
    try {
      await sdk.auth.updateMe(changes());
      showToast({ kind: 'success', title: 'Your name is saved.' });
      await queries.invalidateQueries({ queryKey: ['users'] });
    } catch (cause) {
      setError(cause);
    } finally {
      setBusy(false);
    }
  }
  return (
    <form class="space-y-4 p-4" noValidate onSubmit={save}>
      <div class="grid gap-3 sm:grid-cols-2">
        <TextField
          label="First name"
          name="first-name"
          autocomplete="given-name"
          value={draft.firstName}
          onInput={(value) => setDraft('firstName', value)}
          error={problems().firstName}
        />
        <TextField
          label="Last name"
          name="last-name"
          autocomplete="family-name"
          value={draft.lastName}
          onInput={(value) => setDraft('lastName', value)}
          error={problems().lastName}
        />
      </div>
      <p class="text-xs text-muted">
        You sign in as <strong class="font-medium break-all text-ink">{email}</strong>. Change the address or
        the role in{' '}
        <A href={`/users?user=${props.user.id}`} class="text-link underline">
          Users
        </A>
        .
      </p>
      <ErrorNotice title="Nothing was saved." error={error()} />
      <Button variant="primary" type="submit" busy={busy()} disabled={!isReady()}>
        Save
      </Button>
    </form>
  );
}
