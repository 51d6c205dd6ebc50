import type { AccessDescription } from '../../ui/display/badge.tsx';
import type { AccessLevel } from './table-types.ts';

/** Who may use a table, from the closest to the most open. */
export const accessLevels: AccessDescription[] = [
  {
    value: 'owner',
    label: 'Owner only',
    hint: 'Only the owner and administrators read and change its rows.',
    tone: 'neutral',
  },
  {
    value: 'users',
    label: 'Signed-in users',
    hint: 'Signed-in users read and add rows. They change only rows whose column user_id holds their ID.',
    tone: 'accent',
  },
  {
    value: 'public',
    label: 'Public',
    hint: 'Anyone with the API key reads and adds rows. Signed-in users change only rows whose column user_id holds their ID.',
    tone: 'warning',
  },
];

/** The words for an access. */
export function describeAccess(access: AccessLevel): AccessDescription {
  const found = accessLevels.find(({ value }) => value === access);
  if (!found) throw new Error(`There is no access "${access}".`);
  return found;
}
