import { Route, Router } from '@solidjs/router';
import { QueryClientProvider } from '@tanstack/solid-query';
import { ErrorBoundary, type JSX, lazy, Match, Switch } from 'solid-js';
import { FunctionCommands } from '../features/functions/function-commands.tsx';
import { LoginPage } from '../features/login/login-page.tsx';
import { logsOfRequest, RequestCommand } from '../features/logs/request/request-command.tsx';
import { TableCommands } from '../features/tables/list/table-commands.tsx';
import { WebhookCommands } from '../features/webhooks/webhook-commands.tsx';
import { Button } from '../ui/controls/button.tsx';
import { ErrorNotice } from '../ui/display/error-notice.tsx';
import { RequestLinks } from '../ui/navigation/request-link.tsx';
import { ToastRegion } from '../ui/overlays/toast.tsx';
import { createQueryClient } from './query-client.ts';
import { pages } from './routes.tsx';
import { SESSION_ENDED, SessionProvider, useSession } from './session/session.tsx';
import { Shell } from './shell/shell.tsx';
import { Starting, Unreachable } from './shell/starting.tsx';

// The build drops the branch, and the pages of the parts with it.
const Gallery = import.meta.env.DEV ? lazy(() => import('../ui/gallery/gallery.tsx')) : undefined;

/** The dashboard. */
export function App() {
  return (
    <SessionProvider>
      <Router root={Root}>
        {Gallery && <Route path="/ui" component={Gallery} />}
        {pages()}
      </Router>
      <ToastRegion />
    </SessionProvider>
  );
}

/** Shows the login in the place of any page, so that its URL survives a sign-in. */
function Root(props: { children?: JSX.Element; location: { pathname: string } }) {
  const session = useSession();
  const gallery = () => Gallery !== undefined && props.location.pathname === '/ui';
  const status = () => session.state().status;
  return (
    <Switch fallback={<SignedIn>{props.children}</SignedIn>}>
      <Match when={gallery()}>{props.children}</Match>
      <Match when={status() === 'restoring'}>
        <Starting />
      </Match>
      <Match when={status() === 'unreachable'}>
        <Unreachable />
      </Match>
      <Match when={status() === 'signed-out'}>
        <LoginPage />
      </Match>
    </Switch>
  );
}

function SignedIn(props: { children: JSX.Element }) {
  const session = useSession();
  const client = createQueryClient(() => session.end(SESSION_ENDED));
  return (
    <QueryClientProvider client={client}>
      <TableCommands />
      <FunctionCommands />
      <WebhookCommands />
      <RequestCommand />
      <RequestLinks hrefOf={logsOfRequest}>
        <Shell>
          <ErrorBoundary
            fallback={(error, reset) => (
              <div class="m-6 max-w-xl space-y-3">
                <ErrorNotice title="This page failed." error={error} />
                <Button onClick={reset}>Show it again</Button>
              </div>
            )}
          >
            {props.children}
          </ErrorBoundary>
        </Shell>
      </RequestLinks>
    </QueryClientProvider>
  );
}
