/** A field of CSV, as Postgres' COPY writes it: undefined (NULL) is nothing, an empty text is `""`. */
export function csvField(text: string | undefined): string {
  if (text === undefined) return '';
  return text === '' || /[",\r\n]/.test(text) || text.trim() !== text
    ? `"${text.replaceAll('"', '""')}"`
    : text;
}
