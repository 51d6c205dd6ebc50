import { LevelBadge } from '../../../ui/display/badge.tsx';
import { describeAccess } from '../access.ts';
import type { AccessLevel } from '../table-types.ts';

/** Who may use a table, in a word; a sentence explains it. */
export function AccessBadge(props: { access: AccessLevel }) {
  return <LevelBadge level={describeAccess(props.access)} />;
}
