/** Something that the user can settle; its message says how. */
export class UserError extends Error {
  override name = 'UserError';
}
