import type { Backup } from '@selfdb/sdk';
import { Badge, type Tone } from '../../../ui/display/badge.tsx';

const STATES: Record<Backup['status'], { label: string; tone: Tone }> = {
  running: { label: 'being made', tone: 'accent' },
  verifying: { label: 'being verified', tone: 'accent' },
  good: { label: 'good', tone: 'success' },
  failed: { label: 'failed', tone: 'danger' },
};

/** Whether a backup can be relied on, in a word. */
export function BackupState(props: { backup: Backup }) {
  const state = () =>
    // Copied here by hand, and not read yet.
    props.backup.status === 'good' && props.backup.proven_at === null
      ? { label: 'not verified', tone: 'warning' as const }
      : STATES[props.backup.status];
  return <Badge tone={state().tone}>{state().label}</Badge>;
}
