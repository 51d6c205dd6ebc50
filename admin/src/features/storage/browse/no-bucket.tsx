import { A } from '@solidjs/router';
import { buttonClass } from '../../../ui/controls/button.tsx';
import { EmptyState } from '../../../ui/display/empty-state.tsx';
import { Page } from '../../../ui/display/page.tsx';

/** Stands for a bucket that is not there. */
export function NoBucket(props: { name: string }) {
  return (
    <Page title={props.name} parent={{ href: '/storage', label: 'Storage' }}>
      <EmptyState
        title="This bucket is not there"
        action={
          <A href="/storage" class={buttonClass()}>
            Show all buckets
          </A>
        }
      >
        It was deleted or has another name, or you may not see it.
      </EmptyState>
    </Page>
  );
}
