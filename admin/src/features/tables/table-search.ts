import { createQuery } from '@tanstack/solid-query';
import { createMemo, createSignal, onCleanup } from 'solid-js';
import { useSdk } from '../../app/session/session.tsx';
import { answerOf, TABLE_CHOICES, tableChoicesQuery } from './queries.ts';
import type { TableInfo } from './table-types.ts';

const DELAY_MS = 150;
const MIN_CHARACTERS = 2;

/**
 * The tables that a choice offers: those changed last, and what the server finds for the text that is typed. Only a system with few
 * tables has them all in the browser.
 */
export function createTableSearch(enabled: () => boolean = () => true) {
  const sdk = useSdk();
  const [search, setSearch] = createSignal('');
  const latest = createQuery(() => ({ ...tableChoicesQuery(sdk), enabled: enabled() }));
  const areAll = () => (answerOf(latest)?.length ?? 0) < TABLE_CHOICES;
  const found = createQuery(() => ({
    ...tableChoicesQuery(sdk, search()),
    enabled: enabled() && search() !== '' && !areAll(),
  }));
  const known = createMemo((before: Map<string, TableInfo>) => {
    const now = [...(answerOf(latest) ?? []), ...(search() === '' ? [] : (answerOf(found) ?? []))];
    // What was found before stays known: it may have been chosen.
    return new Map([
      ...(areAll() ? [] : before),
      ...now.map((table): [string, TableInfo] => [table.id, table]),
    ]);
  }, new Map());
  const tables = createMemo(() => [...known().values()]);

  let timer: ReturnType<typeof setTimeout> | undefined;
  onCleanup(() => clearTimeout(timer));
  /** Asks for the tables whose name or description contains the text, when the typing pauses. */
  function look(typed: string): void {
    const text = typed.trim();
    clearTimeout(timer);
    if (text.length >= MIN_CHARACTERS && !areAll()) timer = setTimeout(() => setSearch(text), DELAY_MS);
  }
  return { tables, look, isPending: () => latest.isPending };
}
