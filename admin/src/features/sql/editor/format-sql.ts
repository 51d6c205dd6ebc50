/** The text in a common form. The formatter is loaded when it is first used. Throws with a sentence on what it can't read. */
export async function formatSql(text: string): Promise<string> {
  const { formatDialect, postgresql } = await import('sql-formatter');
  try {
    return formatDialect(text, { dialect: postgresql, keywordCase: 'preserve', linesBetweenQueries: 1 });
  } catch (cause) {
    throw new Error('The formatter could not read this SQL. It was left as it is.', { cause });
  }
}
