/** An error that the user can fix; its message says how. */
export class UserError extends Error {
  override name = 'UserError';
}
