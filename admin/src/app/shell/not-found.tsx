import { A } from '@solidjs/router';
import { buttonClass } from '../../ui/controls/button.tsx';
import { EmptyState } from '../../ui/display/empty-state.tsx';

/** The answer to a URL that is no page. */
export function NotFoundPage() {
  return (
    <EmptyState
      title="There is no page at this address"
      action={
        <A href="/" class={buttonClass('primary')}>
          Go home
        </A>
      }
    >
      The link may be old, or a letter may be missing.
    </EmptyState>
  );
}
