import type { Database } from '@selfdb/server/db/database';
import { AppError } from '@selfdb/shared/errors';
import { type Counted, judge, type Subject } from './limits.ts';
import { failuresBeyond, noteFailure, noteRecorded, recordedFailures } from './recent-failures.ts';
import { recordFailures } from './repository.ts';

/** Lets work finish after its client has gone away. */
export type WaitUntil = (work: Promise<unknown>) => void;

const NOTHING_COUNTED: Counted = { failures: 0, secondsSince: 0 };

/**
 * One attempt with a password. It counts only once it has failed: simultaneous attempts are all admitted, and
 * `requireTurn` then stops those whose subjects failed too often while they waited.
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

    /** Call it just before the password is checked. Throws too_many_requests. */
    requireTurn(): void {
      const isStopped = admitted.some(
        ({ subject: { key }, remaining }) => failuresBeyond(key, known.get(key) ?? 0) >= remaining,
      );
      if (isStopped) throw tooMany(1);
    },

    /** Call it as soon as the password was wrong, before any await. */
    fail(): void {
      for (const { subject } of admitted) noteFailure(subject.key);
    },

    /** Counts the failure in the database, even if the client has gone away. */
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
  return new AppError(
    'too_many_requests',
    'Too many attempts with a wrong password. Wait before you try again.',
    {
      retryAfterSeconds,
    },
  );
}
