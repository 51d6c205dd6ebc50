/** Who is calling. The token only names the session. The statement decides whether the session is still valid. */
export type Principal = Anonymous | UserPrincipal;

interface Anonymous {
  kind: 'anonymous';
}

export interface UserPrincipal {
  kind: 'user';
  userId: string;
  sessionId: string;
  /** Whether the user was ADMIN when the token was signed. Allows longer statements, but never decides a right. */
  wasAdmin?: true;
}

export const anonymous: Anonymous = { kind: 'anonymous' };
