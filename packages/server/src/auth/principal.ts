/** Who is calling. The token only says which session it is; whether that still counts, the statement decides. */
export type Principal = Anonymous | UserPrincipal;

interface Anonymous {
  kind: 'anonymous';
}

export interface UserPrincipal {
  kind: 'user';
  userId: string;
  sessionId: string;
  /** Whether the user was ADMIN when the token was signed: good for more patience, never for a right. */
  wasAdmin?: true;
}

export const anonymous: Anonymous = { kind: 'anonymous' };
