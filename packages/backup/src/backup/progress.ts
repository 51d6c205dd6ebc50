/** What a job is doing. Bytes are those of its current step; `total` is undefined where nobody knows it. */
export interface JobProgress {
  step: string;
  bytes: number;
  total: number | undefined;
}

export type Report = (progress: JobProgress) => void;
