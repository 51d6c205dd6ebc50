import { ConflictError, type UserRead } from '@selfdb/sdk';
import { useQueryClient } from '@tanstack/solid-query';
import { createSignal } from 'solid-js';
import { createStore } from 'solid-js/store';
import { useSdk } from '../../../app/session/session.tsx';
import { Button } from '../../../ui/controls/button.tsx';
import { ErrorNotice } from '../../../ui/display/error-notice.tsx';
import { problemOfPassword, problemsOfDraft, type UserDraft } from '../draft/user-draft.ts';
import { UserFields } from '../draft/user-fields.tsx';
import { generatePassword } from './generate-password.ts';
import { PasswordField } from './password-field.tsx';

interface CreateUserFormProps {
  onCancel: () => void;
  onCreated: (user: UserRead, password: string) => void;
}

/** Asks for a new user and creates them. */
export function CreateUserForm(props: CreateUserFormProps) {
  const sdk = useSdk();
  const queries = useQueryClient();
  const [draft, setDraft] = createStore<UserDraft>({ email: '', firstName: '', lastName: '', role: 'USER' });
  const [password, setPassword] = createSignal(generatePassword());
  const [submitted, setSubmitted] = createSignal(false);
  const [busy, setBusy] = createSignal(false);
  const [error, setError] = createSignal<unknown>();
  const problems = () => {
    if (error() instanceof ConflictError) return { email: 'Another user has this e-mail address.' };
    return submitted() ? problemsOfDraft(draft) : {};
  };

  async function submit(event: Event) {
    event.preventDefault();
    setSubmitted(true);
    setError(undefined);
    if (busy() || Object.keys(problems()).length > 0 || problemOfPassword(password())) return;
    setBusy(true);
    try {
      const user = await sdk.auth.users.create({
        ...draft,
        email: draft.email.trim(),
        password: password(),
      });
      void queries.invalidateQueries({ queryKey: ['users'] });
      props.onCreated(user, password());
    } catch (cause) {
      setError(cause);
    } finally {
      setBusy(false);
    }
  }

  return (
    <form class="space-y-4" noValidate onSubmit={submit}>
      <UserFields
        draft={draft}
        problems={problems()}
        autofocus
        onChange={(changes) => {
          setError(undefined);
          setDraft(changes);
        }}
      />
      <PasswordField
        value={password()}
        onInput={setPassword}
        error={submitted() ? problemOfPassword(password()) : undefined}
        hint="Generated in this browser. Pass it on in a safe way."
      />
      <ErrorNotice
        title="The user was not created."
        error={error() instanceof ConflictError ? undefined : error()}
      />
      <div class="flex justify-end gap-2">
        <Button onClick={props.onCancel}>Cancel</Button>
        <Button variant="primary" type="submit" busy={busy()}>
          Create user
        </Button>
      </div>
    </form>
  );
}
