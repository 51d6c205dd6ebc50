/** The entry that a key leads to; undefined for a key that does not move. `from` is -1 while none is active. */
export function eventAfterKey(
  { key, ctrlKey, metaKey, altKey }: Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey'>,
  from: number,
  count: number,
  page: number,
): number | undefined {
  if (count === 0 || ctrlKey || metaKey || altKey) return undefined;
  const within = (index: number) => Math.max(0, Math.min(index, count - 1));
  switch (key) {
    case 'ArrowDown':
      return within(from + 1);
    case 'ArrowUp':
      return within(from - 1);
    case 'PageDown':
      return within(from + page);
    case 'PageUp':
      return within(from - page);
    case 'Home':
      return 0;
    case 'End':
      return count - 1;
    default:
      return undefined;
  }
}
