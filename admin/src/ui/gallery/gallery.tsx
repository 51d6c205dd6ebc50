import { For } from 'solid-js';
import { Controls } from './controls.tsx';
import { Display } from './display.tsx';
import { Overlays } from './overlays.tsx';

/** The parts that all pages share, in both themes beside each other. Not in production builds. */
export default function Gallery() {
  return (
    <main class="grid min-h-dvh lg:grid-cols-2">
      <For each={['light', 'dark']}>
        {(theme) => (
          <div data-theme={theme} class="min-w-0 space-y-8 bg-canvas p-6 text-ink">
            <h1 class="text-lg font-semibold">Parts, {theme}</h1>
            <Controls />
            <Display />
            <Overlays />
          </div>
        )}
      </For>
    </main>
  );
}
