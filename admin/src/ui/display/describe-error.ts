import { APIConnectionError, InternalServerError, SelfDBError } from '@selfdb/sdk';

/** What a person is told of an error. */
export interface DescribedError {
  message: string;
  requestId?: string;
}

const UNREACHABLE = 'The server does not answer. Check that it runs (./selfdb status), then try again.';
const NOT_OURS = 'Something went wrong in the dashboard. Reload the page.';

/** A sentence for any thrown value, and the request id if the server gave one. */
export function describeError(error: unknown): DescribedError {
  if (error instanceof APIConnectionError) return { message: UNREACHABLE };
  if (error instanceof SelfDBError) {
    const requestId = error.requestId ? { requestId: error.requestId } : {};
    if (error instanceof InternalServerError && error.status === 500) {
      return {
        message: 'The server failed. Its logs show why, under the id of the request.',
        ...requestId,
      };
    }
    return { message: error.message, ...requestId };
  }
  if (error instanceof Error && error.name === 'AbortError') return { message: 'Cancelled.' };
  return { message: error instanceof Error && error.message ? error.message : NOT_OURS };
}
