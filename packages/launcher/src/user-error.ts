/** An error that the user at the terminal can fix: printed without a stack. */
export class UserError extends Error {}
