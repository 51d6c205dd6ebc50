/** The last parameter of every method. */
export interface RequestOptions {
  /** Ends the call when it is aborted; the call then throws the signal's reason. */
  signal?: AbortSignal | undefined;
  /**
   * The most milliseconds until the answer is there, attempts and waits included; Infinity for no limit. Then the call throws
   * APIConnectionError with the code `timeout`.
   */
  timeout?: number | undefined;
}

export type QueryValue = string | number | boolean | undefined;

export interface SendOptions extends RequestOptions {
  query?: Record<string, QueryValue> | undefined;
  /** A body that is sent as JSON. */
  json?: unknown;
  /** A body of bytes. */
  body?: BodyInit | undefined;
  headers?: Record<string, string> | undefined;
  /** Whether it goes without the user's token. */
  isAnonymous?: boolean | undefined;
  /** Whether sending it twice does no harm. By default true for GET and HEAD. */
  isSafe?: boolean | undefined;
  /** Whether an answer with the status of an error is given instead of thrown. */
  takesAnswer?: ((response: Response) => boolean) | undefined;
}
