import { useUser } from '@selfdb/sdk/solid';
import { createSignal, Show } from 'solid-js';

/** Signs in, or creates an account. */
export function SignIn() {
  const account = useUser();
  const [isNew, setNew] = createSignal(false);
  const [error, setError] = createSignal<Error>();
  const [isBusy, setBusy] = createSignal(false);

  async function send(event: SubmitEvent & { currentTarget: HTMLFormElement }) {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const field = (name: string) => String(form.get(name) ?? '').trim();
    const login = { email: field('email'), password: String(form.get('password')) };
    const [firstName = '', ...rest] = field('name').split(' ');
    setBusy(true);
    try {
      if (isNew()) await account.signUp({ ...login, firstName, lastName: rest.join(' ') || '-' });
      else await account.signIn(login);
    } catch (thrown) {
      setError(thrown instanceof Error ? thrown : new Error(String(thrown)));
    } finally {
      setBusy(false);
    }
  }

  return (
    <main class="sign-in">
      <h1>Chat</h1>
      <form onSubmit={send}>
        <Show when={isNew()}>
          <label>
            Your name <input name="name" autocomplete="name" maxlength="60" required />
          </label>
        </Show>
        <label>
          E-mail <input name="email" type="email" autocomplete="email" required />
        </label>
        <label>
          Password
          <input
            name="password"
            type="password"
            minlength="8"
            autocomplete={isNew() ? 'new-password' : 'current-password'}
            required
          />
        </label>
        <Show when={error()}>{(one) => <p role="alert">{one().message}</p>}</Show>
        <button type="submit" class="primary" disabled={isBusy()}>
          {isNew() ? 'Create account' : 'Sign in'}
        </button>
        <button type="button" class="quiet" onClick={() => setNew(!isNew())}>
          {isNew() ? 'I have an account' : 'I am new here'}
        </button>
      </form>
    </main>
  );
}
