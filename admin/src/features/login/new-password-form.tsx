import { createSignal } from 'solid-js';
import { Button } from '../../ui/controls/button.tsx';
import { focusWhenShown } from '../../ui/controls/focus-when-shown.ts';
import { TextField } from '../../ui/controls/text-field.tsx';
import { ErrorNotice } from '../../ui/display/error-notice.tsx';

const MIN_LENGTH = 8;

interface NewPasswordFormProps {
  /** Whose password: password managers store it with the new one. */
  email: string;
  /** Changes the password and signs in. */
  onChoose: (password: string) => Promise<void>;
  onBack: () => void;
}

/** Asks for a new password before the first use. */
export function NewPasswordForm(props: NewPasswordFormProps) {
  const [password, setPassword] = createSignal('');
  const [again, setAgain] = createSignal('');
  const [submitted, setSubmitted] = createSignal(false);
  const [busy, setBusy] = createSignal(false);
  const [error, setError] = createSignal<unknown>();
  const tooShort = () =>
    password().length < MIN_LENGTH ? `Use at least ${MIN_LENGTH} characters.` : undefined;
  const different = () => (again() === password() ? undefined : 'The two passwords differ.');

  async function submit(event: Event) {
    event.preventDefault();
    setSubmitted(true);
    if (busy() || tooShort() || different()) return;
    setBusy(true);
    setError(undefined);
    try {
      await props.onChoose(password());
    } catch (cause) {
      setError(cause);
      setBusy(false);
    }
  }
  return (
    <form class="space-y-4" onSubmit={submit}>
      <div>
        <h1 class="text-md font-semibold">Choose a new password</h1>
        <p class="mt-1 text-muted">
          You signed in with the default password, which anyone can look up. The new one takes effect at once.
        </p>
      </div>
      <input type="email" autocomplete="username" value={props.email} readOnly hidden />
      <TextField
        label="New password"
        type="password"
        name="new-password"
        autocomplete="new-password"
        ref={focusWhenShown}
        value={password()}
        onInput={setPassword}
        hint={`At least ${MIN_LENGTH} characters, any characters.`}
        error={submitted() ? tooShort() : undefined}
      />
      <TextField
        label="Repeat the new password"
        type="password"
        name="new-password-again"
        autocomplete="new-password"
        value={again()}
        onInput={setAgain}
        error={submitted() ? different() : undefined}
      />
      <ErrorNotice error={error()} />
      <div class="flex justify-end gap-2">
        <Button onClick={props.onBack}>Back</Button>
        <Button variant="primary" type="submit" busy={busy()}>
          Change and sign in
        </Button>
      </div>
    </form>
  );
}
