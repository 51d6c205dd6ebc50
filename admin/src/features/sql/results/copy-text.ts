import { copyToClipboard } from '../../../ui/browser/clipboard.ts';
import { showToast } from '../../../ui/overlays/toast.tsx';

const ADVICE = 'Export the result, or select the text and copy it by hand.';

/** Copies a text and says what was copied: "Copied 12 rows as CSV". */
export async function copyText(text: string, done: string): Promise<void> {
  if (await copyToClipboard(text, ADVICE)) showToast({ kind: 'success', title: done });
}
