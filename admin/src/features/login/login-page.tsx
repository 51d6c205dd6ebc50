import { SelfDBError } from '@selfdb/sdk';
import { createSignal, Show } from 'solid-js';
import { useSession } from '../../app/session/session.tsx';
import { Logo } from '../../app/shell/logo.tsx';
import { Button } from '../../ui/controls/button.tsx';
import { focusWhenShown } from '../../ui/controls/focus-when-shown.ts';
import { TextField } from '../../ui/controls/text-field.tsx';
import { ErrorNotice } from '../../ui/display/error-notice.tsx';
import { NewPasswordForm } from './new-password-form.tsx';

/** Signs in. While the password is the default one, a new one is asked for first. */
export function LoginPage() {
  const session = useSession();
  const ended = session.state();
  const known = (ended.status === 'signed-out' && ended.email) || '';
  const [email, setEmail] = createSignal(known);
  const [password, setPassword] = createSignal('');
  const [mustChange, setMustChange] = createSignal(false);
  const [busy, setBusy] = createSignal(false);
  const [error, setError] = createSignal<unknown>();

  async function submit(event: Event) {
    event.preventDefault();
    if (busy()) return;
    setBusy(true);
    setError(undefined);
    try {
      await session.signIn({ email: email(), password: password() });
    } catch (cause) {
      if (cause instanceof SelfDBError && cause.code === 'password_change_required') setMustChange(true);
      else setError(cause);
    } finally {
      setBusy(false);
    }
  }
  const notice = () => {
    const state = session.state();
    return state.status === 'signed-out' ? state.notice : undefined;
  };
  return (
    <main class="flex min-h-dvh items-center justify-center p-4">
      <div class="w-full max-w-sm">
        <div class="mb-6 text-lg">
          <Logo />
        </div>
        <div class="rounded-lg border border-line bg-surface p-6">
          <Show
            when={!mustChange()}
            fallback={
              <NewPasswordForm
                email={email()}
                onChoose={(next) =>
                  session.signIn({ email: email(), password: password(), new_password: next })
                }
                onBack={() => setMustChange(false)}
              />
            }
          >
            <form class="space-y-4" onSubmit={submit}>
              <h1 class="text-md font-semibold">Sign in</h1>
              <Show when={notice() && !error()}>
                <p role="status" class="rounded-md bg-warning-soft px-3 py-2 text-warning">
                  {notice()}
                </p>
              </Show>
              <TextField
                label="E-mail"
                type="email"
                name="email"
                autocomplete="username"
                ref={(element) => !known && focusWhenShown(element)}
                required
                value={email()}
                onInput={setEmail}
              />
              <TextField
                label="Password"
                type="password"
                name="password"
                autocomplete="current-password"
                ref={(element) => known && focusWhenShown(element)}
                required
                value={password()}
                onInput={setPassword}
              />
              <ErrorNotice error={error()} />
              <Button variant="primary" type="submit" class="w-full" busy={busy()}>
                Sign in
              </Button>
            </form>
          </Show>
        </div>
        <p class="mt-4 text-xs text-muted">
          <code class="font-mono">./selfdb start</code> prints the first administrator's e-mail and password.
        </p>
      </div>
    </main>
  );
}
