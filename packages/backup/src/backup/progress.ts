/** What a job is doing. Bytes are those of its current step; `total` is undefined where nobody knows it. */
export interface Progress {
  step: string;
  bytes: number;
  total: number | undefined;
}

export type Report = (progress: Progress) => void;
