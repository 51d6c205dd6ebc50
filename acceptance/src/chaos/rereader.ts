import { Follower, type Following } from './follower.ts';

/** After these the rows are those of another time, and what had been seen counts no more. */
const OTHER_DATABASE = /older state|another server/;

/** A follower that does what it is told when there is a gap: it reads the rows again. Their numbers go up one by one. */
export class Rereader {
  readonly follower: Follower;
  readonly #found: Promise<number>[];

  private constructor(follower: Follower, found: Promise<number>[]) {
    this.follower = follower;
    this.#found = found;
  }

  /** `highest` reads the highest number in the table. */
  static async start(following: Following, highest: () => Promise<number>): Promise<Rereader> {
    const found: Promise<number>[] = [];
    const onGap = () => {
      found.push(highest());
    };
    return new Rereader(await Follower.start({ ...following, onGap }), found);
  }

  /** The highest number up to which it knows every row. */
  async known(): Promise<number> {
    return (await this.#walk()).known;
  }

  /** What it has been told twice, or has neither been told nor found when it read. */
  async faults(): Promise<string[]> {
    return (await this.#walk()).faults;
  }

  async #walk(): Promise<{ known: number; faults: string[] }> {
    const { seen, gaps } = this.follower;
    const found = await Promise.all(this.#found);
    const faults: string[] = [];
    let known = 0;
    let last = 0;
    for (let i = 0; i <= seen.length; i += 1) {
      gaps.forEach(({ after, reason }, gap) => {
        if (after !== i) return;
        if (OTHER_DATABASE.test(reason)) [known, last] = [0, 0];
        known = Math.max(known, found[gap] ?? 0);
      });
      const n = seen[i];
      if (n === undefined) break;
      if (n <= last) faults.push(`${n} came after ${last}`);
      if (n > known + 1) faults.push(`${known + 1} to ${n - 1} did not come`);
      known = Math.max(known, n);
      last = n;
    }
    return { known, faults };
  }
}
