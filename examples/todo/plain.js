import { SelfDB } from '@selfdb/sdk';
import { liveRows, userOf } from '@selfdb/sdk/live';

const { BACKEND_PORT, API_KEY } = import.meta.env;
const selfdb = new SelfDB({
  baseUrl: `http://127.0.0.1:${BACKEND_PORT || 8000}`,
  apiKey: API_KEY,
  storage: localStorage,
});

const account = userOf(selfdb);
const todos = liveRows(selfdb, selfdb.table('todos').query().sort('created_at', 'desc'));
let unfollow = () => {};

const app = document.getElementById('app') ?? document.body;
app.innerHTML = `
  <section id="account" hidden>
    <h1>Todos</h1>
    <form>
      <input name="email" type="email" aria-label="E-mail" placeholder="E-mail" autocomplete="email" required />
      <input name="password" type="password" aria-label="Password" placeholder="Password" minlength="8"
        autocomplete="current-password" required />
      <button type="submit">Sign in</button>
      <button type="submit" name="new">Create account</button>
    </form>
  </section>
  <section id="todos" hidden>
    <header><h1>Todos</h1><button type="button" id="leave"></button></header>
    <form>
      <input name="title" aria-label="New todo" placeholder="What is to be done?" required />
      <button type="submit">Add</button>
    </form>
    <ul></ul>
  </section>
  <p role="alert"></p>`;

/** @returns {HTMLElement} the element of the page that a selector finds */
const find = (/** @type {string} */ selector) => app.querySelector(selector) ?? app;
const showError = (/** @type {Error | undefined} */ error) => {
  find('[role=alert]').textContent = error?.message ?? '';
};

/** Runs work with what a form holds when it is sent. @param {string} selector @param {(form: FormData) => Promise<unknown>} work */
function onSend(selector, work) {
  find(selector).addEventListener('submit', (event) => {
    event.preventDefault();
    const form = /** @type {HTMLFormElement} */ (event.target);
    showError(undefined);
    work(new FormData(form, event.submitter)).catch(showError);
    form.reset();
  });
}

onSend('#account form', (form) => {
  const [email, password] = [String(form.get('email')), String(form.get('password'))];
  if (!form.has('new')) return account.signIn({ email, password });
  return account.signUp({ email, password, firstName: email.split('@')[0] ?? email, lastName: 'Doe' });
});
onSend('#todos form', (form) =>
  todos.insert({ title: form.get('title'), done: false, user_id: account.getState().user?.id }),
);
find('#leave').addEventListener('click', () => account.signOut().catch(showError));

function showUser() {
  const { user, isLoading } = account.getState();
  find('#account').hidden = isLoading || user !== undefined;
  find('#todos').hidden = user === undefined;
  find('#leave').textContent = `Sign out ${user?.firstName}`;
  unfollow();
  unfollow = user ? todos.subscribe(showTodos) : () => {};
  if (user) showTodos();
}

function showTodos() {
  const { rows, error } = todos.getState();
  if (error) showError(error);
  const focused = document.activeElement?.id;
  find('ul').replaceChildren(...rows.map(itemOf));
  if (focused) document.getElementById(focused)?.focus();
}

/** @param {typeof todos extends { getState(): { rows: readonly (infer Row)[] } } ? Row : never} todo */
function itemOf(todo) {
  const item = document.createElement('li');
  item.innerHTML = '<label><input type="checkbox" /></label>';
  const [label, box] = [item.querySelector('label'), item.querySelector('input')];
  const isMine = todo.user_id === account.getState().user?.id;
  label?.append(String(todo.title));
  label?.classList.toggle('done', todo.done === true);
  if (box) Object.assign(box, { id: `done-${todo.id}`, checked: todo.done, disabled: !isMine });
  box?.addEventListener('change', () => todos.update(todo, { done: !todo.done }).catch(showError));
  if (!isMine) return item;
  const remove = document.createElement('button');
  remove.textContent = 'Delete';
  remove.setAttribute('aria-label', `Delete ${todo.title}`);
  remove.addEventListener('click', () => todos.delete(todo).catch(showError));
  item.append(remove);
  return item;
}

account.subscribe(showUser);
showUser();
