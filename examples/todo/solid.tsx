/** @jsxImportSource solid-js */
import { SelfDB } from '@selfdb/sdk';
import { SelfDBProvider, useLiveRows, useSelfDB, useUser } from '@selfdb/sdk/solid';
import { createSignal, For, Match, Show, Switch } from 'solid-js';
import { render } from 'solid-js/web';

interface Todo {
  id: string;
  title: string;
  done: boolean;
  user_id: string;
  created_at: string;
}
type Schema = { todos: { row: Todo; insert: Partial<Todo>; update: Partial<Todo> } };

const { BACKEND_PORT, API_KEY } = import.meta.env;
const selfdb = new SelfDB<Schema>({
  baseUrl: `http://127.0.0.1:${BACKEND_PORT || 8000}`,
  apiKey: API_KEY,
  storage: localStorage,
});

function App() {
  const account = useUser();
  return (
    <Switch fallback={<SignIn />}>
      <Match when={account.isLoading}>
        <p>Loading…</p>
      </Match>
      <Match when={account.user}>
        {(user) => (
          <>
            <header>
              <h1>Todos</h1>
              <button type="button" onClick={account.signOut}>
                Sign out {user().firstName}
              </button>
            </header>
            <Todos userId={user().id} />
          </>
        )}
      </Match>
    </Switch>
  );
}

function Todos(props: { userId: string }) {
  const selfdb = useSelfDB<Schema>();
  const todos = useLiveRows(() => selfdb.table('todos').query().sort('created_at', 'desc'));
  const [failure, setFailure] = createSignal<Error>();

  function add(event: SubmitEvent & { currentTarget: HTMLFormElement }) {
    event.preventDefault();
    const title = String(new FormData(event.currentTarget).get('title'));
    event.currentTarget.reset();
    setFailure(undefined);
    todos.insert({ title, done: false, user_id: props.userId }).catch(setFailure);
  }

  return (
    <>
      <form onSubmit={add}>
        <input name="title" aria-label="New todo" placeholder="What is to be done?" required />
        <button type="submit">Add</button>
      </form>
      <Show when={failure() ?? todos.error}>{(error) => <p role="alert">{error().message}</p>}</Show>
      <Show when={todos.isLoading}>
        <p>Loading…</p>
      </Show>
      <ul>
        <For each={todos.rows}>
          {(todo) => (
            <li>
              <label classList={{ done: todo.done }}>
                <input
                  type="checkbox"
                  checked={todo.done}
                  disabled={todo.user_id !== props.userId}
                  onChange={() => todos.update(todo, { done: !todo.done }).catch(setFailure)}
                />
                {todo.title}
              </label>
              <Show when={todo.user_id === props.userId}>
                <button
                  type="button"
                  aria-label={`Delete ${todo.title}`}
                  onClick={() => todos.delete(todo).catch(setFailure)}
                >
                  Delete
                </button>
              </Show>
            </li>
          )}
        </For>
      </ul>
    </>
  );
}

function SignIn() {
  const { signIn, signUp } = useUser();
  const [error, setError] = createSignal<Error>();

  function send(event: SubmitEvent & { currentTarget: HTMLFormElement }) {
    event.preventDefault();
    const form = new FormData(event.currentTarget, event.submitter);
    const [email, password] = [String(form.get('email')), String(form.get('password'))];
    const name = { firstName: email.split('@')[0] ?? email, lastName: 'Doe' };
    const isNew = form.has('new');
    (isNew ? signUp({ email, password, ...name }) : signIn({ email, password })).catch(setError);
  }

  return (
    <>
      <h1>Todos</h1>
      <form onSubmit={send}>
        <input
          name="email"
          type="email"
          aria-label="E-mail"
          placeholder="E-mail"
          autocomplete="email"
          required
        />
        <input
          name="password"
          type="password"
          aria-label="Password"
          placeholder="Password"
          minLength={8}
          autocomplete="current-password"
          required
        />
        <button type="submit">Sign in</button>
        <button type="submit" name="new">
          Create account
        </button>
      </form>
      <Show when={error()}>{(one) => <p role="alert">{one().message}</p>}</Show>
    </>
  );
}

render(
  () => (
    <SelfDBProvider client={selfdb}>
      <App />
    </SelfDBProvider>
  ),
  document.getElementById('app') ?? document.body,
);
