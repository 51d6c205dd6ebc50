/** Who calls: with the key alone, as a user without rights to the thing, as its owner, as an administrator. */
export type Role = 'anonymous' | 'stranger' | 'owner' | 'admin';

/** What the walk has at hand when it makes a request: one fresh set for each caller that may succeed. */
export interface Things {
  tableId: string;
  rowId: string;
  snippetId: string;
  tabId: string;
  /** A session of the user that no test uses. */
  sessionId: string;
  indexName: string;
  userId: string;
  refreshToken: string;
  password: string;
  email: string;
  name: string;
  filter: string;
  /** What the field for the SQL text of a snippet is called. */
  snippetField: string;
  bucketId: string;
  bucketName: string;
  filePath: string;
  fileId: string;
  jobId: string;
  uploadId: string;
  signedToken: string;
  functionId: string;
  functionName: string;
  webhookId: string;
}

export interface Operation {
  /** The status for each role; several when the contract leaves it open. */
  outcome: Record<Role, number | number[]>;
  /** Without a valid key: 401 unless the route is open. */
  isOpen?: boolean;
  path?: (things: Things) => string;
  query?: (things: Things) => Record<string, string>;
  /** A body of JSON. */
  body?: (things: Things) => unknown;
  /** A body that is taken as it is, whatever it holds. */
  bytes?: string;
  headers?: (things: Things) => Record<string, string>;
  /** The path, query and body belong to a function, so that none of them is wrong. */
  isPassedOn?: boolean;
}

export const userOnly = (status: number | number[]) => ({
  anonymous: 401,
  stranger: status,
  owner: status,
  admin: status,
});
export const adminOnly = (status: number | number[]) => ({
  anonymous: 401,
  stranger: 403,
  owner: 403,
  admin: status,
});
/** What is a user's own: for the user and an administrator. */
export const ofUser = (status: number) => ({ anonymous: 401, stranger: 403, owner: status, admin: status });
export const anyCaller = (status: number) => ({
  anonymous: status,
  stranger: status,
  owner: status,
  admin: status,
});
/** A private table or bucket: its owner and an administrator; other callers must not learn whether it exists. */
export const privateRead = { anonymous: 404, stranger: 403, owner: 200, admin: 200 };
export const privateWrite = (status: number | number[]) => ({
  anonymous: [401, 404],
  stranger: 403,
  owner: status,
  admin: status,
});
