import { useNavigate } from '@solidjs/router';
import { createQuery, keepPreviousData } from '@tanstack/solid-query';
import { createEffect, createMemo, createSignal, type JSX, onCleanup } from 'solid-js';
import { longestWord, paletteOpen, paletteText, useCommands } from './commands.ts';

const DELAY_MS = 150;
const MIN_CHARACTERS = 2;

interface NamedCommandsProps {
  /** What they are: "Function". */
  group: string;
  icon: () => JSX.Element;
  /** Asks the server for those whose name contains the text. */
  find: (search: string, signal: AbortSignal) => Promise<{ id: string; name: string }[]>;
  pathOf: (id: string) => string;
}

/** Offers in the command palette, from every page, to open what has a name that the typed words find. */
export function NamedCommands(props: NamedCommandsProps) {
  const navigate = useNavigate();
  const [search, setSearch] = createSignal('');
  createEffect(() => {
    const word = longestWord(paletteText());
    const timer = setTimeout(() => setSearch(word.length < MIN_CHARACTERS ? '' : word), DELAY_MS);
    onCleanup(() => clearTimeout(timer));
  });
  const found = createQuery(() => ({
    queryKey: ['palette', props.group, search()],
    enabled: paletteOpen() && search() !== '',
    queryFn: ({ signal }: { signal: AbortSignal }) => props.find(search(), signal),
    placeholderData: keepPreviousData,
  }));
  const commands = createMemo(() =>
    (search() === '' ? [] : (found.data ?? [])).map(({ id, name }) => ({
      id: `${props.group}:${id}`,
      label: name,
      group: props.group,
      icon: props.icon(),
      run: () => navigate(props.pathOf(id)),
    })),
  );
  useCommands(commands);
  return null;
}
