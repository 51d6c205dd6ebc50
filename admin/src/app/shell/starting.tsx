import { Button } from '../../ui/controls/button.tsx';
import { EmptyState } from '../../ui/display/empty-state.tsx';
import { Skeleton } from '../../ui/display/skeleton.tsx';
import { useSession } from '../session/session.tsx';

/** The shape of the page while the session is restored. */
export function Starting() {
  return (
    <div class="flex h-dvh" role="status" aria-label="Loading">
      <div class="hidden w-52 space-y-3 border-r border-line p-4 md:block">
        <Skeleton class="h-6 w-24" />
        <Skeleton class="h-4 w-36" />
        <Skeleton class="h-4 w-32" />
      </div>
      <div class="flex-1 space-y-4 p-6">
        <Skeleton class="h-6 w-40" />
        <Skeleton class="h-32 w-full" />
      </div>
    </div>
  );
}

/** The server does not answer, so nobody knows whether the session is good. */
export function Unreachable() {
  const session = useSession();
  return (
    <main class="flex h-dvh items-center justify-center">
      <EmptyState
        title="The server does not answer"
        action={
          <Button variant="primary" onClick={() => void session.restore()}>
            Try again
          </Button>
        }
      >
        Check that it runs: <code class="font-mono">./selfdb status</code> shows each process,{' '}
        <code class="font-mono">./selfdb logs</code> what went wrong.
      </EmptyState>
    </main>
  );
}
