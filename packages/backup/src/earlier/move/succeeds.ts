/** Classes of SQLSTATE about rows, dependent objects, a type that has no order, and what Postgres does not support. */
const EXPECTED = /^(?:22|23|2B|42|0A)/;

/** Whether Postgres accepts a definition. */
export async function succeeds(query: Promise<unknown>): Promise<boolean> {
  try {
    await query;
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && EXPECTED.test(String(error.code))) return false;
    throw error;
  }
}
