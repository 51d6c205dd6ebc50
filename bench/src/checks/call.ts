/** A kind of call whose gateway requests are counted. */
export interface Call {
  title: string;
  /** How many gateway requests it may make. */
  allowed: number;
  /** Prepares what the next call needs, uncounted: a warm worker knows the table. */
  prepare?(): Promise<unknown>;
  call(): Promise<unknown>;
}
