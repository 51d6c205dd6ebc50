import { type Accessor, createSignal, type JSX, onCleanup } from 'solid-js';

/** Something a person can do or open from the command palette. */
export interface Command {
  id: string;
  label: string;
  group: string;
  /** Further words to find it by. */
  keywords?: string;
  icon?: JSX.Element;
  keys?: string;
  run: () => void;
}

const [sources, setSources] = createSignal<Accessor<Command[]>[]>([]);
const [typedSources, setTypedSources] = createSignal<((typed: string) => Command[])[]>([]);
const [open, setOpen] = createSignal(false);
const [text, setText] = createSignal('');

export const paletteOpen = open;
export const setPaletteOpen = setOpen;
/** What is typed in the command palette. */
export const paletteText = text;
export const setPaletteText = setText;

/** Offers commands while the calling component is there. The function may read signals. */
export function useCommands(source: Accessor<Command[]>): void {
  setSources((list) => [...list, source]);
  onCleanup(() => setSources((list) => list.filter((other) => other !== source)));
}

/** Offers commands for what was typed itself, such as an id that was pasted. */
export function useTypedCommands(source: (typed: string) => Command[]): void {
  setTypedSources((list) => [...list, source]);
  onCleanup(() => setTypedSources((list) => list.filter((other) => other !== source)));
}

/** What to ask the server for, which looks for one text; the palette then wants all words of it. */
export function longestWord(typed: string): string {
  return typed.split(/\s+/).reduce((longest, word) => (word.length > longest.length ? word : longest), '');
}

/** The commands that match what was typed: each word must be in label, group or keywords. Labels that begin with it come first. */
export function findCommands(typed: string, limit: number): Command[] {
  const words = typed.toLowerCase().split(/\s+/).filter(Boolean);
  const all = sources().flatMap((source) => source());
  const matches = all.filter((command) => {
    const text = `${command.label} ${command.group} ${command.keywords ?? ''}`.toLowerCase();
    return words.every((word) => text.includes(word));
  });
  const offered = typedSources().flatMap((source) => source(typed.trim()));
  const [first] = words;
  const rank = (command: Command) => (first && command.label.toLowerCase().startsWith(first) ? 0 : 1);
  return [...offered, ...matches.toSorted((a, b) => rank(a) - rank(b))].slice(0, limit);
}
