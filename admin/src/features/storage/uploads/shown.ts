import { createSignal } from 'solid-js';

/** Whether there are uploads to show. All else of them is loaded only then. */
export const [uploadsShown, showUploads] = createSignal(false);
