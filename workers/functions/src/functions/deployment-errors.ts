/* What the owner of a function reads in `deployment_error`, beside errors of its code. */

/** Until the function is activated again. */
export const DEACTIVATED =
  'Deactivated after three executions in a row that hung, used too much memory or crashed. Fix the code and activate the function again.';

/** Until the variables are set. */
export const UNREADABLE_VARIABLES = 'SECRET_KEY has changed since the variables were set. Set them again.';
