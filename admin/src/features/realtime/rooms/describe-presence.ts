import type { PresenceList } from '@selfdb/sdk';
import { counted } from '../../../ui/format/numbers.ts';

/** Who came and who left, in a line. Empty if nobody did. */
export function describePresence(joins: PresenceList, leaves: PresenceList): string {
  const [came, left] = [Object.keys(joins), Object.keys(leaves)];
  const both = came.filter((key) => left.includes(key));
  const parts = [
    say(
      came.filter((key) => !both.includes(key)),
      'came',
    ),
    say(
      left.filter((key) => !both.includes(key)),
      'left',
    ),
    say(both, 'changed'),
  ];
  return parts.filter((part) => part !== '').join('; ');
}

const NAMED = 3;

function say(keys: string[], verb: string): string {
  if (keys.length === 0) return '';
  const named = keys.slice(0, NAMED).join(', ');
  const more = keys.length > NAMED ? ` and ${counted(keys.length - NAMED, 'other')}` : '';
  return `${named}${more} ${verb}`;
}
