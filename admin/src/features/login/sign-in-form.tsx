import { createSignal, Show } from 'solid-js';
import { Button } from '../../ui/controls/button.tsx';
import { focusWhenShown } from '../../ui/controls/focus-when-shown.ts';
import { TextField } from '../../ui/controls/text-field.tsx';
import { ErrorNotice } from '../../ui/display/error-notice.tsx';

export interface Credentials {
  email: string;
  password: string;
}

interface SignInFormProps {
  given: Credentials;
  /** Whether the e-mail address is known, so that only the password is asked for. */
  isKnown: boolean;
  /** Why a person is here again. */
  notice: string | undefined;
  onChange: (given: Credentials) => void;
  onSubmit: () => Promise<void>;
}

/** E-mail address and password. */
export function SignInForm(props: SignInFormProps) {
  const [busy, setBusy] = createSignal(false);
  const [error, setError] = createSignal<unknown>();
  async function submit(event: Event) {
    event.preventDefault();
    if (busy()) return;
    setBusy(true);
    setError(undefined);
    try {
      await props.onSubmit();
    } catch (cause) {
      setError(cause);
    } finally {
      setBusy(false);
    }
  }
  return (
    <form class="space-y-4" onSubmit={submit}>
      <h1 class="text-md font-semibold">Sign in</h1>
      <Show when={props.notice && !error()}>
        <p role="status" class="rounded-md bg-warning-soft px-3 py-2 text-warning">
          {props.notice}
        </p>
      </Show>
      <TextField
        label="E-mail"
        type="email"
        name="email"
        autocomplete="username"
        ref={(element) => !props.isKnown && focusWhenShown(element)}
        required
        value={props.given.email}
        onInput={(email) => props.onChange({ ...props.given, email })}
      />
      <TextField
        label="Password"
        type="password"
        name="password"
        autocomplete="current-password"
        ref={(element) => props.isKnown && focusWhenShown(element)}
        required
        value={props.given.password}
        onInput={(password) => props.onChange({ ...props.given, password })}
      />
      <ErrorNotice error={error()} />
      <Button variant="primary" type="submit" class="w-full" busy={busy()}>
        Sign in
      </Button>
    </form>
  );
}
