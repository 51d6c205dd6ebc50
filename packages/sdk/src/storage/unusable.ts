import { BadRequestError } from '../errors.ts';

/** The error for what cannot be sent as it is. */
export function unusable(message: string): BadRequestError {
  return new BadRequestError(message, { code: 'bad_request' });
}
