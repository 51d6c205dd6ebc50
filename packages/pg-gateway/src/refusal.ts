/** The gateway refuses a request itself, before or instead of Postgres. */
export class Refusal extends Error {
  readonly status: number;
  /** A SQLSTATE, so that clients read it like Postgres' own. */
  readonly code: string;

  constructor(status: number, code: string, message: string) {
    super(message);
    this.status = status;
    this.code = code;
  }
}

export const badRequest = (message: string, code = '22023') => new Refusal(400, code, message);
export const unauthorized = () => new Refusal(401, '28P01', 'not authorized');
/** The client never reads it. nginx logs the same status for this case. */
export const callerGone = () => new Refusal(499, '57014', 'the client has disconnected');
export const poolExhausted = (message: string) => new Refusal(503, '53300', message);
/** 429, because it affects this caller alone; 503 would affect all. */
export const shareUsedUp = () =>
  new Refusal(429, '53300', 'this caller has too many statements running or waiting');
/** 429, because it affects callers but not the system. */
export const callerSessionsUsedUp = () =>
  new Refusal(429, '53300', 'callers have too many statements running or waiting');
export const cannotConnect = () => new Refusal(503, '08001', 'the database is not reachable');
export const connectionLost = () =>
  new Refusal(503, '08006', 'the connection to the database was lost; the statement may have been executed');
/** A code of our own: Postgres uses 54000 for values, which the client would fix differently. */
export const answerTooLarge = (maxBytes: number) =>
  new Refusal(
    400,
    'SD413',
    `the answer is larger than ${maxBytes} bytes: ask for fewer rows (a statement that writes may have been executed)`,
  );
export const bodyTooLarge = (maxBytes: number) =>
  new Refusal(413, '54000', `the request body is larger than ${maxBytes} bytes`);
