import { createSignal } from 'solid-js';

/** What a person has chosen; `system` follows the operating system. */
export type ThemeChoice = 'system' | 'light' | 'dark';

const KEY = 'selfdb.theme';
const darkMedia = matchMedia('(prefers-color-scheme: dark)');

function readChoice(): ThemeChoice {
  const stored = localStorage.getItem(KEY);
  return stored === 'light' || stored === 'dark' ? stored : 'system';
}

const [choice, setChoice] = createSignal<ThemeChoice>(readChoice());

/** Sets the theme of the page as `public/theme.js` did before the first paint. */
function apply(): void {
  const dark = choice() === 'dark' || (choice() === 'system' && darkMedia.matches);
  document.documentElement.dataset.theme = dark ? 'dark' : 'light';
}

darkMedia.addEventListener('change', apply);

export const themeChoice = choice;

/** Chooses the theme and remembers it in this browser. */
export function chooseTheme(next: ThemeChoice): void {
  if (next === 'system') localStorage.removeItem(KEY);
  else localStorage.setItem(KEY, next);
  setChoice(next);
  apply();
}
