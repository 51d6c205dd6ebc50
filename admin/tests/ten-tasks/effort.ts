import type { Page } from 'playwright-core';

/** What a person does until a task is done. */
export interface Effort {
  /** Presses of the mouse button. A drag is one. */
  clicks: number;
  /** Keys that are not text: Enter, Tab, arrows, shortcuts. */
  keys: number;
  /** Pieces of text that were typed or pasted. */
  texts: number;
  /** From the first action to the result on the screen, with a person who needs no time to think or to move a hand. */
  seconds: number;
}

/** Counts what reaches the page as input of a person, over all its navigations. Call before the task begins. */
export async function countEffort(page: Page): Promise<{ read: () => Effort }> {
  const startedAt = performance.now();
  const counts = { clicks: 0, keys: 0, texts: 0 };
  let isTyping = false;
  await page.exposeFunction('noteInput', (kind: 'click' | 'key' | 'text') => {
    if (kind === 'click') counts.clicks += 1;
    if (kind === 'key') counts.keys += 1;
    if (kind === 'text' && !isTyping) counts.texts += 1;
    isTyping = kind === 'text';
  });
  await page.addInitScript(listen);
  await page.evaluate(listen);
  return { read: () => ({ ...counts, seconds: (performance.now() - startedAt) / 1000 }) };
}

/** Runs in the page. */
function listen(): void {
  const MODIFIERS = ['Control', 'Shift', 'Alt', 'Meta'];
  let typed = false;
  addEventListener('pointerdown', (event) => event.isTrusted && window.noteInput('click'), true);
  addEventListener(
    'keydown',
    (event) => {
      if (!event.isTrusted || MODIFIERS.includes(event.key)) return;
      typed = event.key.length === 1 && !event.ctrlKey && !event.metaKey;
      // A letter outside of a field is a shortcut.
      const target = event.target instanceof HTMLElement ? event.target : undefined;
      const isField = target?.matches('input, textarea, [contenteditable="true"], [role="grid"]');
      window.noteInput(typed && isField ? 'text' : 'key');
    },
    true,
  );
  // What was pasted arrives without a key.
  addEventListener(
    'beforeinput',
    (event) => {
      if (event.isTrusted && !typed && event.inputType === 'insertText') window.noteInput('text');
      typed = false;
    },
    true,
  );
}

declare global {
  interface Window {
    noteInput: (kind: 'click' | 'key' | 'text') => void;
  }
}
