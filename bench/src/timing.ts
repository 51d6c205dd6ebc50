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
  backup: {
    /** Of the table that is dumped and restored. */
    bytes: number;
    /** Of the small and the large backup whose memory is compared; the large one comes on top. */
    smallBytes: number;
    largeBytes: number;
    rounds: number;
  };
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
  backup: { bytes: 2e9, smallBytes: 2e8, largeBytes: 5e9, rounds: 3 },
  realtime: { seconds: 30, rows: 100_000, fanOutChanges: 100, idleSockets: 10_000 },
};
export const quickTiming: Timing = {
  rounds: 3,
  seconds: 2,
  warmUpSeconds: 1,
  restSeconds: 10,
  transferBytes: 2e8,
  backup: { bytes: 2e8, smallBytes: 2e7, largeBytes: 5e8, rounds: 3 },
  realtime: { seconds: 5, rows: 20_000, fanOutChanges: 50, idleSockets: 1000 },
};
