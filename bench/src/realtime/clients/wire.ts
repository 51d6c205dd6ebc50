/** What the process of the clients is asked, one question after the other. */
export type Question =
  | ({ ask: 'open' } & Opening)
  | ({ ask: 'join' } & Joining)
  | { ask: 'expect' }
  | { ask: 'arrived'; changes: number }
  | { ask: 'close' };

export interface Opening {
  url: string;
  sockets: number;
  /** Between two heartbeats of a socket. */
  heartbeatSeconds: number;
}

export interface Joining {
  topic: string;
  /** The cursor to go on from. */
  since?: string;
}

/** Everything that arrived at the sockets since they were told to expect changes. */
export interface Arrival {
  /** Changes times sockets: as written, and as arrived. */
  expected: number;
  arrived: number;
  /** When the first was committed and the last arrived, in milliseconds since 1970. */
  firstCommitMs: number;
  lastMs: number;
  /** Of each change: milliseconds from its commit until the last socket had it. */
  latenciesMs: number[];
  /** The first change, as it arrived. */
  sample: string;
  /** What should not have happened. */
  faults: string[];
}

export interface Asked {
  id: number;
  question: Question;
}

export type Answered = { id: number; answer: unknown } | { id: number; error: string };
