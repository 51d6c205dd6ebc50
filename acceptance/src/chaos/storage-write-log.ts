import type { Answer } from '../clients/client.ts';
import { pause } from '../pause.ts';
import { attempt } from './recovery.ts';

const ABSENT = 'absent';
const AFTER_FAILURE_MS = 20;

/** What may be at each path in the end: a checksum, or that nothing is there. One entry once an answer has come. */
export class WriteLog {
  readonly possible = new Map<string, Set<string>>();
  /** Of these two paths exactly one has the file. */
  readonly pairs: [string, string][] = [];
  readonly statuses = new Set<number>();
  acknowledged = 0;

  /** Of several, it is not known which. */
  note(path: string, ...contents: (string | undefined)[]): void {
    this.possible.set(path, new Set(contents.map((content) => content ?? ABSENT)));
  }

  /** Whether a change was acknowledged. */
  async did(call: () => Promise<Answer<unknown>>): Promise<boolean> {
    const answer = await attempt(call);
    if (answer) this.statuses.add(answer.status);
    const isDone = answer !== undefined && answer.status < 300;
    if (isDone) this.acknowledged += 1;
    else await pause(AFTER_FAILURE_MS);
    return isDone;
  }

  /** What is wrong with the files that are there: `found` has a checksum for each path. */
  faults(found: Map<string, string>): string[] {
    const wrong = [...this.possible].flatMap(([path, contents]) => {
      const content = found.get(path) ?? ABSENT;
      return contents.has(content) ? [] : [`${path}: ${content}, not ${[...contents].join(' or ')}`];
    });
    const unknown = [...found.keys()].filter((path) => !this.possible.has(path));
    const twice = this.pairs.filter(([a, b]) => found.has(a) === found.has(b));
    return [
      ...wrong,
      ...unknown.map((path) => `${path}: unknown`),
      ...twice.map(([a, b]) => `${a} and ${b}`),
    ];
  }
}
