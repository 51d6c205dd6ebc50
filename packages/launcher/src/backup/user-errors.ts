import { isDisconnection, isExpected } from '@selfdb/backup/host/expected-errors';
import { UserError } from '../user-error.ts';

/** Turns what can go wrong with an archive or a database into sentences for the terminal. */
export async function withUserErrors<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (isExpected(error)) throw new UserError(error.message, { cause: error });
    if (isDisconnection(error))
      throw new UserError('The connection to the database was lost. Try again when it answers.', {
        cause: error,
      });
    throw error;
  }
}
