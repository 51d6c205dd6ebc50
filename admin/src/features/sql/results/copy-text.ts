import { showToast } from '../../../ui/overlays/toast.tsx';

/** Copies a text and says what was copied: "Copied 12 rows as CSV". */
export async function copyText(text: string, done: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(text);
    showToast({ kind: 'success', title: done });
  } catch {
    showToast({
      kind: 'danger',
      title: 'The browser refused to copy.',
      detail: 'Export the result, or select the text and copy it by hand.',
    });
  }
}
