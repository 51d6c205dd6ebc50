import type { JSX } from 'solid-js';
import { formatAgo, formatTime } from '../../../ui/format/times.ts';

/** What a restore replaces and what stays. The children are the items of the list that only one kind of restore has. */
export function RestoreEffects(props: { at: string; children: JSX.Element }) {
  return (
    <>
      <p>
        All users, tables, rows and files become those of{' '}
        <strong class="font-semibold">{formatTime(props.at)}</strong> ({formatAgo(props.at)}). What was added
        or changed since then is lost.
      </p>
      <ul class="list-disc space-y-1 pl-5">
        {props.children}
        <li>
          The database of now is kept for a day:{' '}
          <code class="font-mono whitespace-nowrap">./selfdb restore --undo</code> brings it back.
        </li>
        <li>The configuration stays as it is.</li>
      </ul>
    </>
  );
}
