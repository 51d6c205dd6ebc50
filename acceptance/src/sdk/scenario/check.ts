/** Throws unless both are the same as JSON. */
export function same(actual: unknown, expected: unknown): void {
  const [found, wanted] = [JSON.stringify(actual), JSON.stringify(expected)];
  if (found !== wanted) throw new Error(`Found ${found}, expected ${wanted}`);
}

/** What a promise is rejected with. Throws if it is fulfilled. */
export async function refusal(promise: Promise<unknown>): Promise<unknown> {
  const given = await promise.then(
    (value) => ({ value }),
    (error: unknown) => ({ error }),
  );
  if ('error' in given) return given.error;
  throw new Error(`It was not refused: ${JSON.stringify(given.value)}`);
}

/** Throws unless a promise is rejected with an error of this class, status and code. */
export async function refused(
  promise: Promise<unknown>,
  errorClass: abstract new (...given: never[]) => { status?: unknown; code?: unknown },
  status: number | undefined,
  code: string,
): Promise<void> {
  const error = await refusal(promise);
  if (!(error instanceof errorClass)) throw new Error(`It was refused otherwise: ${String(error)}`);
  same([error.status, error.code], [status, code]);
}
