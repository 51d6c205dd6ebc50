import type { SendOutcome } from './repository.ts';

const TIMEOUT_MS = 15_000;
const MAX_ANSWER_BYTES = 4096;
const GONE = 410;

/**
 * Posts a body and reads the beginning of the answer. Never throws: without an answer there is an error. Redirects are not followed,
 * because they could lead anywhere.
 */
export async function post(
  fetchTarget: typeof fetch,
  url: string,
  headers: Record<string, string>,
  body: Uint8Array<ArrayBuffer>,
): Promise<SendOutcome> {
  const startedAt = Date.now();
  const outcome = (fields: Partial<SendOutcome>): SendOutcome => ({
    ...{ status: undefined, answer: null, error: null, isGone: false, durationMs: Date.now() - startedAt },
    ...fields,
  });
  const signal = AbortSignal.timeout(TIMEOUT_MS);
  try {
    const response = await fetchTarget(url, { method: 'POST', headers, body, redirect: 'manual', signal });
    const { status } = response;
    const answer = await beginningOf(response);
    return outcome({ status, answer, error: faultOf(status), isGone: status === GONE });
  } catch (error) {
    return outcome({
      error: signal.aborted ? 'The receiver did not answer within 15 seconds.' : explain(url, error),
    });
  }
}

function faultOf(status: number): string | null {
  if (status >= 200 && status < 300) return null;
  if (status === GONE) return 'The receiver answered 410 (Gone), so the webhook was deactivated.';
  const redirects = status >= 300 && status < 400 ? ' Redirects are not followed: set the new address.' : '';
  return `The receiver answered ${status}.${redirects}`;
}

/** workerd tells of an address that it refuses, or of a name that it does not know, as an internal error. */
function explain(url: string, error: unknown): string {
  const { host } = new URL(url);
  const message = error instanceof Error ? error.message : String(error);
  return message.startsWith('internal error')
    ? `${host} can't be reached. Its name is unknown, or its address belongs to this machine or its networks, which webhooks are not sent to.`
    : `The request to ${host} failed: ${message}`;
}

/** As text that Postgres can store. The rest is not read. */
async function beginningOf(response: Response): Promise<string> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  const reader = response.body?.getReader();
  while (reader && bytes < MAX_ANSWER_BYTES) {
    const { done, value } = await reader.read();
    if (done) break;
    chunks.push(value);
    bytes += value.byteLength;
  }
  await reader?.cancel().catch(() => {});
  const text = Buffer.concat(chunks).subarray(0, MAX_ANSWER_BYTES).toString('utf8');
  return text.replaceAll('\0', '\ufffd');
}
