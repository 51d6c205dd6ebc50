/** Who is calling. The token only names the session. The statement decides whether the session is still valid. */
export type Principal = Anonymous | UserPrincipal;

interface Anonymous {
  kind: 'anonymous';
  origin?: Origin;
}

export interface UserPrincipal {
  kind: 'user';
  userId: string;
  sessionId: string;
  /** Whether the user was ADMIN when the token was signed. Allows longer statements, but never decides a right. */
  wasAdmin?: true;
  /** Absent for reads, which the audit log does not have. */
  origin?: Origin;
}

/** Where a request comes from, for the audit log. */
export interface Origin {
  address: string | undefined;
  userAgent: string | undefined;
  requestId: string;
}

export const anonymous: Anonymous = { kind: 'anonymous' };
