import { lazy, Suspense } from 'solid-js';
import { SkeletonRows } from '../../../ui/display/skeleton.tsx';
import { SidePanel } from '../../../ui/overlays/side-panel.tsx';
import type { LibraryTabsProps } from './library-tabs.tsx';

const LibraryTabs = lazy(() => import('./library-tabs.tsx'));

/** Earlier runs and saved snippets; closed while `shown` is neither. */
export function LibraryPanel(props: LibraryTabsProps) {
  const open: LibraryTabsProps['onOpen'] = (entry) => {
    props.onShow(undefined);
    props.onOpen(entry);
  };
  const isOpen = () => props.shown === 'history' || props.shown === 'snippets';
  return (
    <SidePanel open={isOpen()} onClose={() => props.onShow(undefined)} title="History and snippets" wide>
      <div class="-mx-5 -mt-4">
        <Suspense fallback={<SkeletonRows rows={6} />}>
          <LibraryTabs {...props} onOpen={open} />
        </Suspense>
      </div>
    </SidePanel>
  );
}
