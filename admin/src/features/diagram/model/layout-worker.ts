import { type LayoutInput, layOut } from './layout.ts';

// A layout of 1,000 tables takes seconds, in which the page must answer.
self.addEventListener('message', ({ data }: MessageEvent<LayoutInput>) => {
  self.postMessage(layOut(data));
});
