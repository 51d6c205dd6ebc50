import { AuthenticationError, SelfDB } from '@selfdb/sdk';
import { createContext, createSignal, type JSX, onMount, useContext } from 'solid-js';
import { parseExact } from '../../ui/format/exact-json.ts';
import { closeSession, type DoorAnswer, openSession, refreshSession, type SignedInUser } from './door.ts';

/** Whether somebody is signed in. `restoring` until the cookie has been tried. */
type SessionState =
  | { status: 'restoring' }
  | { status: 'unreachable'; error: unknown }
  | {
      status: 'signed-out';
      notice?: string;
      /** Who was signed in until the session ended. */
      email?: string;
    }
  | {
      status: 'signed-in';
      user: SignedInUser;
      apiKey: string;
      apiUrl: string;
      sdk: SelfDB;
      /** Another client of this session, with a realtime connection of its own. */
      openClient: () => SelfDB;
    };

interface Session {
  state: () => SessionState;
  signIn: (credentials: { email: string; password: string; new_password?: string }) => Promise<void>;
  signOut: () => Promise<void>;
  /** Shows the login because the server no longer accepts the session. */
  end: (notice: string) => void;
  /** What to say instead when the session ends: a restore ends it. Undefined when it is not expected any more. */
  expectEnd: (notice: string | undefined) => void;
  restore: () => Promise<void>;
}

const SessionContext = createContext<Session>();

export const SESSION_ENDED = 'Your session has ended. Sign in again to go on where you were.';

/** The access token lives here, in memory: a reload asks the door for a new one. */
function createSession(): Session {
  const [state, setState] = createSignal<SessionState>({ status: 'restoring' });
  let accessToken: string | undefined;
  let refreshing: Promise<string | undefined> | undefined;
  let expected: string | undefined;

  const end = (reason: string) => {
    const notice = expected ?? reason;
    expected = undefined;
    accessToken = undefined;
    const before = state();
    const email = before.status === 'signed-in' ? before.user.email : undefined;
    // The calls of a page are refused one by one; the first one tells.
    if (before.status !== 'signed-out') setState({ status: 'signed-out', notice, ...(email && { email }) });
  };

  async function refresh(): Promise<string | undefined> {
    try {
      accessToken = (await refreshSession())?.access_token;
      if (accessToken === undefined) end(SESSION_ENDED);
      return accessToken;
    } catch (error) {
      if (!(error instanceof AuthenticationError)) throw error;
      end(SESSION_ENDED);
      return undefined;
    }
  }

  const tokens = {
    get: () => accessToken,
    refresh(stale: string | undefined): Promise<string | undefined> {
      if (accessToken !== undefined && accessToken !== stale) return Promise.resolve(accessToken);
      refreshing ??= refresh().finally(() => {
        refreshing = undefined;
      });
      return refreshing;
    },
  };

  function enter(answer: DoorAnswer) {
    accessToken = answer.access_token;
    const openClient = () =>
      new SelfDB({
        baseUrl: `${location.origin}/api`,
        apiKey: answer.api_key,
        tokens,
        parse: parseExact,
      });
    setState({
      status: 'signed-in',
      user: answer.user,
      apiKey: answer.api_key,
      apiUrl: answer.api_url,
      sdk: openClient(),
      openClient,
    });
  }

  return {
    state,
    end,
    expectEnd(notice) {
      expected = notice;
    },
    signIn: async (credentials) => enter(await openSession(credentials)),
    async signOut() {
      const before = state();
      if (before.status === 'signed-in') await before.sdk.realtime.disconnect();
      accessToken = undefined;
      await closeSession();
      setState({ status: 'signed-out' });
    },
    async restore() {
      setState({ status: 'restoring' });
      try {
        const answer = await refreshSession();
        if (answer) enter(answer);
        else setState({ status: 'signed-out' });
      } catch (error) {
        setState(
          error instanceof AuthenticationError ? { status: 'signed-out' } : { status: 'unreachable', error },
        );
      }
    },
  };
}

/** Holds the session of the page and tries to restore it. */
export function SessionProvider(props: { children: JSX.Element }) {
  const session = createSession();
  onMount(() => void session.restore());
  return <SessionContext.Provider value={session}>{props.children}</SessionContext.Provider>;
}

/** The session. Throws outside of a SessionProvider. */
export function useSession(): Session {
  const session = useContext(SessionContext);
  if (!session) throw new Error('useSession needs a SessionProvider above it.');
  return session;
}

/** The user, the API key and the client of the signed-in session. Throws where nobody is signed in. */
export function useSignedIn() {
  const state = useSession().state();
  if (state.status !== 'signed-in') throw new Error('Only pages of the shell may call useSignedIn.');
  return state;
}

/** The client, with the session's tokens. */
export function useSdk(): SelfDB {
  return useSignedIn().sdk;
}
