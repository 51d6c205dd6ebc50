/** A mistake or a circumstance that the person at the terminal can act on: printed without a stack. */
export class UserError extends Error {}
