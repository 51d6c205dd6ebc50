export interface Timing {
  /** Pairs of measurements a row. */
  rounds: number;
  /** Each measurement, in whole seconds as wrk takes them. */
  seconds: number;
  warmUpSeconds: number;
  /** Between the last load and the second look at the memory. */
  restSeconds: number;
  /** Of the file that uploads and downloads move. */
  transferBytes: number;
  realtime: {
    /** Of commits at a steady pace. */
    seconds: number;
    /** Of the large transaction, and of the replay. */
    rows: number;
    /** Changes to each socket of the fan-out, a round. */
    fanOutChanges: number;
    idleSockets: number;
  };
}

export const fullTiming: Timing = {
  rounds: 5,
  seconds: 3,
  warmUpSeconds: 2,
  restSeconds: 30,
  transferBytes: 1e9,
  realtime: { seconds: 30, rows: 100_000, fanOutChanges: 100, idleSockets: 10_000 },
};
export const quickTiming: Timing = {
  rounds: 3,
  seconds: 2,
  warmUpSeconds: 1,
  restSeconds: 10,
  transferBytes: 2e8,
  realtime: { seconds: 5, rows: 20_000, fanOutChanges: 50, idleSockets: 1000 },
};
