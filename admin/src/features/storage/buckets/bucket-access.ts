import type { AccessDescription } from '../../../ui/display/badge.tsx';
import type { StorageBucket } from '../queries.ts';

/** Who may use a bucket, from the closest to the most open. */
export const bucketAccessLevels: AccessDescription[] = [
  {
    value: 'owner',
    label: 'Owner only',
    hint: 'Only the owner and administrators see, download and upload files.',
    tone: 'neutral',
  },
  {
    value: 'users',
    label: 'Signed-in users',
    hint: 'Signed-in users see, download and upload files. They change only their own.',
    tone: 'accent',
  },
  {
    value: 'public',
    label: 'Public',
    hint: 'Anyone downloads files by their URL, without a key. Signed-in users upload and change their own.',
    tone: 'warning',
  },
];

/** The words for the access of a bucket. */
export function describeBucketAccess(access: StorageBucket['access']): AccessDescription {
  const found = bucketAccessLevels.find(({ value }) => value === access);
  if (!found) throw new Error(`There is no access "${access}".`);
  return found;
}
