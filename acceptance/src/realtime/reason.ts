import { expect } from 'vitest';

/** Internals that clients must not see: stacks, hosts, paths, SQL. */
const INSIDE =
  /\n|\bat \S+:\d|\.[jt]s\b|https?:|postgres|127\.0\.0\.1|localhost|\/(tmp|home|root|work)\/|\b(select|insert into|relation|syntax|undefined)\b|\w+Error\b/i;

/** A sentence for the refused caller, without internals. */
export function expectReason(reason: unknown): void {
  expect(reason).toEqual(expect.stringMatching(/\S/));
  expect(reason).not.toMatch(INSIDE);
}
