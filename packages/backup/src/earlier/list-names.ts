const MOST_SHOWN = 20;

/** `a, b and 3 more` */
export function listNames(names: readonly string[]): string {
  const rest = names.length - MOST_SHOWN;
  return names.slice(0, MOST_SHOWN).join(', ') + (rest > 0 ? ` and ${rest} more` : '');
}
