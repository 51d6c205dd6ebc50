import {
  type Accessor,
  createComponent,
  createContext,
  createEffect,
  createMemo,
  type JSX,
  on,
  onCleanup,
  useContext,
} from 'solid-js';
import { unwrap } from 'solid-js/store';
import { SelfDBError } from './errors.ts';
import { LiveRows, type LiveRowsState, questionOf } from './live/live-rows.ts';
import { createRowStore, fromState, withActions } from './live/solid-stores.ts';
import { UploadTask, type UploadTaskState } from './live/upload-task.ts';
import { type UserState, type UserStore, userOf } from './live/user-store.ts';
import type { RowQuery } from './rows/row-query.ts';
import type { SelfDB } from './selfdb.ts';
import type { AnySchema, SchemaType } from './tables/schema-type.ts';

export type { UploadSetup } from './live/upload-task.ts';

const Context = createContext<unknown>();

/**
 * Gives a client to the components below.
 *
 * @example
 * export const App = () => (
 *   <SelfDBProvider client={selfdb}>
 *     <Books />
 *   </SelfDBProvider>
 * );
 * function Books() {
 *   const selfdb = useSelfDB();
 *   const books = useLiveRows(() => selfdb.table('books').query());
 *   return <p>{books.rows.length} books</p>;
 * }
 */
export function SelfDBProvider(props: { client: object; children?: JSX.Element }): JSX.Element {
  return createComponent(Context.Provider, {
    value: props.client,
    get children() {
      return props.children;
    },
  });
}

/**
 * The client of the provider. Throws SelfDBError outside of one.
 *
 * @example
 * export function Books() {
 *   const selfdb = useSelfDB();
 *   return <button onClick={() => selfdb.table('books').insert({ title: 'Dune' })}>Add Dune</button>;
 * }
 */
export function useSelfDB<Schema extends SchemaType<Schema> = AnySchema>(): SelfDB<Schema> {
  const client = useContext(Context);
  if (!client) throw new SelfDBError('Put a <SelfDBProvider client={selfdb}> around this component.');
  return client as SelfDB<Schema>;
}

/** The state of live rows, which is reactive, and what can be done with them. */
export type LiveRowsStore<Row extends object> = LiveRowsState<Row> &
  Pick<LiveRows<Row>, 'refetch' | 'loadMore' | 'insert' | 'update' | 'delete'>;

/**
 * The rows of a query, kept current by realtime. Without a query there are none. Rows keep their objects by the column `key`
 * (default: `id`), so that `<For>` keeps their elements.
 *
 * @example
 * export function Books() {
 *   const selfdb = useSelfDB();
 *   const books = useLiveRows(() => selfdb.table('books').query().sort('title').pageSize(20));
 *   return <ul><For each={books.rows}>{(book) => <li>{String(book.title)}</li>}</For></ul>;
 * }
 */
export function useLiveRows<Row extends object, Selected extends object>(
  query: Accessor<RowQuery<Row, Selected> | undefined>,
  { key = 'id' }: { key?: string } = {},
): LiveRowsStore<Selected> {
  const client = useSelfDB();
  const question = createMemo(() => {
    const asked = query();
    return asked && JSON.stringify(questionOf(asked));
  });
  const live = createMemo(() => {
    const asked = question();
    return new LiveRows<Selected>(client, asked === undefined ? undefined : JSON.parse(asked));
  });
  const [store, show] = createRowStore<Selected>(live().getState(), key);
  createEffect(
    on(live, ({ getState, subscribe }) => {
      onCleanup(subscribe(() => show(getState())));
      show(getState());
    }),
  );
  const actions = {
    refetch: () => live().refetch(),
    loadMore: () => live().loadMore(),
    insert: (row: Partial<Selected>) => live().insert(row),
    update: (row: Selected, changes: Partial<Selected>) => live().update(unwrap(row), changes),
    delete: (row: Selected) => live().delete(unwrap(row)),
  };
  return withActions(store, actions);
}

/**
 * The signed-in user, also when another tab signs in or out, or the session is revoked.
 *
 * @example
 * export function Account() {
 *   const account = useUser();
 *   return <Show when={account.user}>{(user) => <button onClick={account.signOut}>Sign out {user().email}</button>}</Show>;
 * }
 */
export function useUser(): UserState & Pick<UserStore, 'signIn' | 'signUp' | 'signOut'> {
  const { signIn, signUp, signOut, ...store } = userOf(useSelfDB());
  return withActions(fromState(store), { signIn, signUp, signOut });
}

/**
 * An upload with its progress. It can be paused and resumed.
 *
 * @example
 * export function Upload(props: { bucketId: string }) {
 *   const upload = useUpload();
 *   const send = (file?: File) => file && upload.start(props.bucketId, { filename: file.name, data: file });
 *   return (
 *     <>
 *       <label>File <input type="file" onChange={(event) => send(event.target.files?.[0])} /></label>
 *       <Show when={upload.status === 'uploading'}>
 *         <progress value={upload.progress} /> <button onClick={upload.pause}>Pause</button>
 *       </Show>
 *       <Show when={upload.status === 'paused'}><button onClick={upload.resume}>Resume</button></Show>
 *     </>
 *   );
 * }
 */
export function useUpload(): UploadTaskState & Pick<UploadTask, 'start' | 'pause' | 'resume' | 'abort'> {
  const { start, pause, resume, abort, ...task } = new UploadTask(useSelfDB());
  return withActions(fromState(task), { start, pause, resume, abort });
}
