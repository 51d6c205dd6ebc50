import type { Database } from '@selfdb/shared/db/database';
import { AppError } from '@selfdb/shared/errors';
import { type Counted, judge, type Subject } from './limits.ts';
import { failuresBeyond, noteFailure, noteRecorded, recordedFailures } from './recent-failures.ts';
import { recordFailures } from './repository.ts';

/** Keeps work going when the client goes away. */
export type WaitUntil = (work: Promise<unknown>) => void;

const NOTHING_COUNTED: Counted = { failures: 0, secondsSince: 0 };

/**
 * One attempt to show a password. It counts only when it has failed: many at once are let in together, and
 * `requireTurn` then stops those whose subjects have failed too often while they waited.
 */
export function beginAttempt(subjects: Subject[]) {
  const known = new Map(subjects.map(({ key }) => [key, recordedFailures(key)]));
  let admitted: { subject: Subject; remaining: number }[] = [];

  return {
    /** Throws too_many_requests when one of the subjects that apply must wait. */
    admit(applying: Subject[], counted: Map<string, Counted>): void {
      const verdicts = applying.map((subject) => ({
        subject,
        ...judge(subject, counted.get(subject.key) ?? NOTHING_COUNTED),
      }));
      const waitSeconds = Math.max(...verdicts.map((verdict) => verdict.waitSeconds));
      if (waitSeconds > 0) throw tooMany(waitSeconds);
      admitted = verdicts;
    },

    /** To be called when the password is about to be checked. Throws too_many_requests. */
    requireTurn(): void {
      const isStopped = admitted.some(
        ({ subject: { key }, remaining }) => failuresBeyond(key, known.get(key) ?? 0) >= remaining,
      );
      if (isStopped) throw tooMany(1);
    },

    /** To be called at once when the password was wrong, before anything is waited for. */
    fail(): void {
      for (const { subject } of admitted) noteFailure(subject.key);
    },

    /** Counts the failure in the database, even if the client does not wait for it. */
    async record(db: Database, waitUntil: WaitUntil): Promise<void> {
      const subjects = admitted.map(({ subject }) => subject);
      const recorded = recordFailures(db, subjects).then(() => {
        for (const { key } of subjects) noteRecorded(key);
      });
      waitUntil(recorded);
      await recorded;
    },
  };
}

function tooMany(retryAfterSeconds: number): AppError {
  return new AppError('too_many_requests', 'Too many passwords were wrong. Wait before you try again.', {
    retryAfterSeconds,
  });
}
