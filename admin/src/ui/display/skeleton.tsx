import { For } from 'solid-js';

/** A grey bar where text will be. */
export function Skeleton(props: { class?: string }) {
  return (
    <span
      aria-hidden="true"
      class={`block rounded-sm bg-hover [animation:pulse-soft_1.6s_ease-in-out_infinite] ${props.class ?? 'h-4 w-full'}`}
    />
  );
}

/** The shape of a list while it loads. */
export function SkeletonRows(props: { rows?: number }) {
  return (
    <div role="status" aria-label="Loading" class="divide-y divide-line">
      <For each={Array.from({ length: props.rows ?? 8 })}>
        {(_, index) => (
          <div class="flex h-10 items-center gap-6 px-4">
            <Skeleton class={`h-3.5 ${index() % 3 === 0 ? 'w-40' : 'w-28'}`} />
            <Skeleton class="h-3.5 w-20" />
            <Skeleton class="ml-auto h-3.5 w-14" />
          </div>
        )}
      </For>
    </div>
  );
}
