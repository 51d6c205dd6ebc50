import type { JSX } from 'solid-js';

/** A group of parts with its name. */
export function Specimen(props: { name: string; children: JSX.Element }) {
  return (
    <section class="space-y-3">
      <h2 class="text-xs font-medium text-muted">{props.name}</h2>
      <div class="flex flex-wrap items-start gap-3 rounded-lg border border-line bg-surface p-4">
        {props.children}
      </div>
    </section>
  );
}
