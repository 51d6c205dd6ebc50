/** Who is calling. The token only says which session it is; whether that still counts, the statement decides. */
export type Principal = Anonymous | UserPrincipal;

export interface Anonymous {
  kind: 'anonymous';
}

export interface UserPrincipal {
  kind: 'user';
  userId: string;
  sessionId: string;
}

export const anonymous: Anonymous = { kind: 'anonymous' };
