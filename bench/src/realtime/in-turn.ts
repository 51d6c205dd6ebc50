import type { Bench } from '../bench.ts';

interface Passed {
  perSecond: number;
  faults: string[];
}

/** Passes on that many changes, and returns the rate. */
export type Passing = (changes: number) => Promise<Passed>;

export interface PassedInTurn {
  /** By round. */
  a: number[];
  b: number[];
  faults: string[];
}

const warmUpShare = 0.2;

/** Lets both sides pass on changes in turn, after a warm-up. */
export async function measureInTurn(
  { timing }: Bench,
  [a, b]: [Passing, Passing],
  changes: number,
): Promise<PassedInTurn> {
  const measured: PassedInTurn = { a: [], b: [], faults: [] };
  for (const pass of [a, b]) measured.faults.push(...(await pass(changes * warmUpShare)).faults);
  for (let round = 1; round <= timing.rounds; round += 1) {
    const [upper, lower] = [await a(changes), await b(changes)];
    measured.a.push(upper.perSecond);
    measured.b.push(lower.perSecond);
    measured.faults.push(...upper.faults, ...lower.faults);
  }
  return measured;
}
