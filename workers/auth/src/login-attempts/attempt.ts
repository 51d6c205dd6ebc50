import type { Database, Statement } from '@selfdb/server/db/database';
import { AppError } from '@selfdb/shared/errors';
import type { WaitUntil } from '../wait-until.ts';
import { checkLimit, type FailureCount, type Subject } from './limits.ts';
import { failuresBeyond, noteFailure, noteRecorded, recordedFailures } from './recent-failures.ts';
import { recordFailures } from './repository.ts';

const NO_FAILURES: FailureCount = { failures: 0, secondsSince: 0 };

/**
 * One attempt with a password. An attempt counts only after it has failed, so simultaneous attempts are all admitted;
 * `requireTurn` then stops those whose subjects failed too often while they waited.
 */
export function beginAttempt(subjects: Subject[]) {
  const known = new Map(subjects.map(({ key }) => [key, recordedFailures(key)]));
  let admitted: { subject: Subject; remaining: number }[] = [];

  return {
    /** Throws too_many_requests if one of the applying subjects must wait. */
    admit(applying: Subject[], counted: Map<string, FailureCount>): void {
      const verdicts = applying.map((subject) => ({
        subject,
        ...checkLimit(subject, counted.get(subject.key) ?? NO_FAILURES),
      }));
      const waitSeconds = Math.max(...verdicts.map((verdict) => verdict.waitSeconds));
      if (waitSeconds > 0) throw tooMany(waitSeconds);
      admitted = verdicts;
    },

    /** Call this just before the password is checked. Throws too_many_requests. */
    requireTurn(): void {
      const isStopped = admitted.some(
        ({ subject: { key }, remaining }) => failuresBeyond(key, known.get(key) ?? 0) >= remaining,
      );
      if (isStopped) throw tooMany(1);
    },

    /** Call this as soon as the password is found wrong, before any await. */
    fail(): void {
      for (const { subject } of admitted) noteFailure(subject.key);
    },

    /** Records the failure in the database, even if the client has gone away. */
    async record(db: Database, waitUntil: WaitUntil, audited?: Statement): Promise<void> {
      const subjects = admitted.map(({ subject }) => subject);
      const recorded = recordFailures(db, subjects, audited).then(() => {
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
