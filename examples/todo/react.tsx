/** @jsxImportSource react */
import { SelfDB } from '@selfdb/sdk';
import { SelfDBProvider, useLiveRows, useSelfDB, useUser } from '@selfdb/sdk/react';
import { useState } from 'react';
import { createRoot } from 'react-dom/client';

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
  const { user, isLoading, signOut } = useUser();
  if (isLoading) return <p>Loading…</p>;
  if (!user) return <SignIn />;
  return (
    <>
      <header>
        <h1>Todos</h1>
        <button type="button" onClick={signOut}>
          Sign out {user.firstName}
        </button>
      </header>
      <Todos userId={user.id} />
    </>
  );
}

function Todos({ userId }: { userId: string }) {
  const todos = useLiveRows(useSelfDB<Schema>().table('todos').query().sort('created_at', 'desc'));
  const [failure, setFailure] = useState<Error>();
  const error = failure ?? todos.error;

  function add(form: FormData) {
    setFailure(undefined);
    todos.insert({ title: String(form.get('title')), done: false, user_id: userId }).catch(setFailure);
  }

  return (
    <>
      <form action={add}>
        <input name="title" aria-label="New todo" placeholder="What is to be done?" required />
        <button type="submit">Add</button>
      </form>
      {error && <p role="alert">{error.message}</p>}
      {todos.isLoading && <p>Loading…</p>}
      <ul>
        {todos.rows.map((todo) => (
          <li key={todo.id}>
            <label className={todo.done ? 'done' : ''}>
              <input
                type="checkbox"
                checked={todo.done}
                disabled={todo.user_id !== userId}
                onChange={() => todos.update(todo, { done: !todo.done }).catch(setFailure)}
              />
              {todo.title}
            </label>
            {todo.user_id === userId && (
              <button
                type="button"
                aria-label={`Delete ${todo.title}`}
                onClick={() => todos.delete(todo).catch(setFailure)}
              >
                Delete
              </button>
            )}
          </li>
        ))}
      </ul>
    </>
  );
}

function SignIn() {
  const { signIn, signUp } = useUser();
  const [error, setError] = useState<Error>();

  function send(form: FormData, isNew: boolean) {
    const [email, password] = [String(form.get('email')), String(form.get('password'))];
    const name = { firstName: email.split('@')[0] ?? email, lastName: 'Doe' };
    (isNew ? signUp({ email, password, ...name }) : signIn({ email, password })).catch(setError);
  }

  return (
    <>
      <h1>Todos</h1>
      <form action={(form) => send(form, false)}>
        <input
          name="email"
          type="email"
          aria-label="E-mail"
          placeholder="E-mail"
          autoComplete="email"
          required
        />
        <input
          name="password"
          type="password"
          aria-label="Password"
          placeholder="Password"
          minLength={8}
          autoComplete="current-password"
          required
        />
        <button type="submit">Sign in</button>
        <button type="submit" formAction={(form) => send(form, true)}>
          Create account
        </button>
      </form>
      {error && <p role="alert">{error.message}</p>}
    </>
  );
}

createRoot(document.getElementById('app') ?? document.body).render(
  <SelfDBProvider client={selfdb}>
    <App />
  </SelfDBProvider>,
);
