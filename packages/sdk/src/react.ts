import {
  createContext,
  createElement,
  type ReactNode,
  useContext,
  useMemo,
  useSyncExternalStore,
} from 'react';
import { SelfDBError } from './errors.ts';
import { LiveRows, type LiveRowsState, questionOf } from './live/live-rows.ts';
import { UploadTask, type UploadTaskState } from './live/upload-task.ts';
import { type UserState, type UserStore, userOf } from './live/user-store.ts';
import type { RowQuery } from './rows/row-query.ts';
import type { SelfDB } from './selfdb.ts';
import type { AnySchema, SchemaType } from './tables/schema-type.ts';

export type { UploadSetup } from './live/upload-task.ts';

const Context = createContext<unknown>(undefined);

/**
 * Gives a client to the components below.
 *
 * @example
 * export const App = () => (
 *   <SelfDBProvider client={selfdb}>
 *     <Books />
 *   </SelfDBProvider>
 * );
 * const Books = () => <p>{useLiveRows(useSelfDB().table('books').query()).rows.length} books</p>;
 */
export function SelfDBProvider({ client, children }: { client: object; children?: ReactNode }): ReactNode {
  return createElement(Context, { value: client }, children);
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

/** The state of live rows, and what can be done with them. */
export type UseLiveRows<Row extends object> = LiveRowsState<Row> &
  Pick<LiveRows<Row>, 'refetch' | 'loadMore' | 'insert' | 'update' | 'delete'>;

/**
 * The rows of a query, kept current by realtime. Without a query there are none.
 *
 * @example
 * export function Books() {
 *   const books = useLiveRows(useSelfDB().table('books').query().sort('title').pageSize(20));
 *   if (books.error) return <p role="alert">{books.error.message}</p>;
 *   return <ul>{books.rows.map((book) => <li key={String(book.id)}>{String(book.title)}</li>)}</ul>;
 * }
 */
export function useLiveRows<Row extends object, Selected extends object>(
  query: RowQuery<Row, Selected> | undefined,
): UseLiveRows<Selected> {
  const client = useSelfDB();
  const question = JSON.stringify(query && questionOf(query));
  const live = useMemo(
    () => new LiveRows<Selected>(client, question && JSON.parse(question)),
    [client, question],
  );
  const state = useSyncExternalStore(live.subscribe, live.getState, live.getState);
  const { refetch, loadMore, insert, update, delete: remove } = live;
  return { ...state, refetch, loadMore, insert, update, delete: remove };
}

/**
 * The signed-in user, also when another tab signs in or out, or the session is revoked.
 *
 * @example
 * export function Account() {
 *   const { user, signOut } = useUser();
 *   return user ? <button onClick={signOut}>Sign out {user.email}</button> : <p>Signed out</p>;
 * }
 */
export function useUser(): UserState & Pick<UserStore, 'signIn' | 'signUp' | 'signOut'> {
  const store = userOf(useSelfDB());
  const state = useSyncExternalStore(store.subscribe, store.getState, store.getState);
  return { ...state, signIn: store.signIn, signUp: store.signUp, signOut: store.signOut };
}

/**
 * An upload with its progress. It can be paused and resumed.
 *
 * @example
 * export function Upload({ bucketId }: { bucketId: string }) {
 *   const { start, pause, resume, status, progress } = useUpload();
 *   const send = (file?: File) => file && start(bucketId, { filename: file.name, data: file });
 *   return (
 *     <>
 *       <label>File <input type="file" onChange={(event) => send(event.target.files?.[0])} /></label>
 *       {status === 'uploading' && <><progress value={progress} /> <button onClick={pause}>Pause</button></>}
 *       {status === 'paused' && <button onClick={resume}>Resume</button>}
 *     </>
 *   );
 * }
 */
export function useUpload(): UploadTaskState & Pick<UploadTask, 'start' | 'pause' | 'resume' | 'abort'> {
  const client = useSelfDB();
  const task = useMemo(() => new UploadTask(client), [client]);
  const state = useSyncExternalStore(task.subscribe, task.getState, task.getState);
  return { ...state, start: task.start, pause: task.pause, resume: task.resume, abort: task.abort };
}
