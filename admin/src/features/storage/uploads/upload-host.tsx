import { lazy, Show, Suspense } from 'solid-js';
import { uploadsShown } from './shown.ts';

const UploadPanel = lazy(() => import('./panel/upload-panel.tsx'));

/** Where uploads are shown on every page, so that they go on while a person moves about. */
export function UploadHost() {
  return (
    <Show when={uploadsShown()}>
      <Suspense>
        <UploadPanel />
      </Suspense>
    </Show>
  );
}
