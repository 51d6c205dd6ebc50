import { APIConnectionError, retryAfterOf, SelfDBError } from '../errors.ts';

const MAX_ATTEMPTS = 4;
const FIRST_DELAY = 200;
const LONGEST_DELAY = 10_000;

interface Attempt {
  error: unknown;
  /** The answer, if there was one. */
  response: Response | undefined;
  /** How often it has been sent. */
  attempts: number;
  /** Whether sending it twice does no harm. */
  isSafe: boolean;
}

/**
 * The milliseconds to wait before a request is sent again; undefined if it must not be. What is not safe is sent again only
 * if the server refused it before it ran: 429, and 503 with the code `busy`.
 */
export function retryDelay(
  { error, response, attempts, isSafe }: Attempt,
  random = Math.random,
): number | undefined {
  if (attempts >= MAX_ATTEMPTS || !(error instanceof SelfDBError)) return undefined;
  const { status, code } = error;
  const wasRefused = status === 429 || (status === 503 && code === 'busy');
  const mayHelp =
    status === 502 ||
    status === 503 ||
    status === 504 ||
    (error instanceof APIConnectionError && code !== 'timeout');
  if (!wasRefused && !(isSafe && mayHelp)) return undefined;
  const wished = response && retryAfterOf(response);
  if (wished === undefined) return FIRST_DELAY * 2 ** (attempts - 1) * (0.5 + random());
  // A client that waits for minutes looks as if it hung; its caller can decide better.
  return wished * 1000 > LONGEST_DELAY ? undefined : wished * 1000 + FIRST_DELAY * random();
}
