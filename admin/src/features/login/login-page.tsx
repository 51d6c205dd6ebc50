import { SelfDBError } from '@selfdb/sdk';
import { createSignal, Match, onMount, Show, Switch } from 'solid-js';
import { isNewSystem } from '../../app/session/door.ts';
import { useSession } from '../../app/session/session.tsx';
import { Logo } from '../../app/shell/logo.tsx';
import { Button } from '../../ui/controls/button.tsx';
import { NewPasswordForm } from './new-password-form.tsx';
import { RestoreForm } from './restore-form.tsx';
import { type Credentials, SignInForm } from './sign-in-form.tsx';

const RESTORED = 'The backup was restored. Sign in with an account of the backup.';

/** Signs in. While the password is the default one, a new one is asked for first. A new system can be filled from a backup. */
export function LoginPage() {
  const session = useSession();
  const ended = session.state();
  const known = (ended.status === 'signed-out' && ended.email) || '';
  const [given, setGiven] = createSignal<Credentials>({ email: known, password: '' });
  const [form, setForm] = createSignal<'sign-in' | 'new-password' | 'restore'>('sign-in');
  const [isNew, setNew] = createSignal(false);
  const [restored, setRestored] = createSignal(false);
  // The login works without the answer.
  onMount(() => isNewSystem().then(setNew, () => undefined));

  async function signIn() {
    try {
      await session.signIn(given());
    } catch (error) {
      if (!(error instanceof SelfDBError && error.code === 'password_change_required')) throw error;
      setForm('new-password');
    }
  }
  const notice = () => {
    const state = session.state();
    return restored() ? RESTORED : state.status === 'signed-out' ? state.notice : undefined;
  };
  return (
    <main class="flex min-h-dvh items-center justify-center p-4">
      <div class="w-full max-w-sm">
        <div class="mb-6 text-lg">
          <Logo />
        </div>
        <div class="rounded-lg border border-line bg-surface p-6">
          <Switch>
            <Match when={form() === 'sign-in'}>
              <SignInForm
                given={given()}
                isKnown={known !== ''}
                notice={notice()}
                onChange={setGiven}
                onSubmit={signIn}
              />
            </Match>
            <Match when={form() === 'new-password'}>
              <NewPasswordForm
                email={given().email}
                onChoose={(next) => session.signIn({ ...given(), new_password: next })}
                onBack={() => setForm('sign-in')}
              />
            </Match>
            <Match when={form() === 'restore'}>
              <RestoreForm
                onRestored={() => {
                  setRestored(true);
                  setNew(false);
                  setForm('sign-in');
                }}
                onBack={() => setForm('sign-in')}
              />
            </Match>
          </Switch>
        </div>
        <Show when={form() === 'sign-in' && !restored()}>
          <p class="mt-4 text-xs text-muted">
            <code class="font-mono">./selfdb start</code> prints the first administrator's e-mail and
            password.
          </p>
        </Show>
        <Show when={isNew() && form() === 'sign-in'}>
          <p class="mt-3 flex flex-wrap items-center justify-between gap-2 text-xs text-muted">
            Moving from another server?
            <Button size="sm" onClick={() => setForm('restore')}>
              Restore a backup
            </Button>
          </p>
        </Show>
      </div>
    </main>
  );
}
