/** Whether Postgres can store a text: it has no NUL and no lone surrogates. */
export function isStorableText(text: string): boolean {
  return !text.includes('\0') && text.isWellFormed();
}
