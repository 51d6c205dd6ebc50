import type { LayoutInput, Places } from './layout.ts';

/** Lays out boxes in a thread of its own. Rejects if the signal aborts or the thread fails. */
export function runLayout(input: LayoutInput, signal: AbortSignal): Promise<Places> {
  const worker = new Worker(new URL('./layout-worker.ts', import.meta.url), { type: 'module' });
  const answer = new Promise<Places>((resolve, reject) => {
    worker.addEventListener('message', ({ data }: MessageEvent<Places>) => resolve(data));
    worker.addEventListener('error', (event) => reject(new Error(event.message || 'The layout failed.')));
    signal.addEventListener('abort', () => reject(signal.reason));
  });
  worker.postMessage(input);
  return answer.finally(() => worker.terminate());
}
