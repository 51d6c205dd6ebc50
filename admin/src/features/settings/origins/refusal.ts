import { SelfDBError } from '@selfdb/sdk';
import { describeError } from '../../../ui/display/describe-error.ts';

/** Why the server refused a list with a new origin, as a sentence about that origin. */
export function refusalOf(error: unknown): string {
  const issues = error instanceof SelfDBError && Array.isArray(error.detail) ? error.detail : [];
  const [message] = issues.map((issue: { msg?: unknown }) => issue.msg);
  return typeof message === 'string' ? `The origin ${message}.` : describeError(error).message;
}
