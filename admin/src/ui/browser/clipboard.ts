import { showToast } from '../overlays/toast.tsx';

/** Copies a text. If the browser refuses, it says so with advice, and the answer is false. */
export async function copyToClipboard(text: string, advice: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    showToast({ kind: 'danger', title: 'The browser refused to copy.', detail: advice });
    return false;
  }
}
