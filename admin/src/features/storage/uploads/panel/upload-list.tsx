import { createVirtualizer } from '@tanstack/solid-virtual';
import { createEffect, For, Show } from 'solid-js';
import type { UploadItem } from '../queue/upload-item.ts';
import { uploads } from '../queue/uploads.ts';
import { UploadRow } from './upload-row.tsx';

const ROW_HEIGHT = 56;

/** The files of the queue. It follows the one being sent until a person points at the list. */
export function UploadList(props: { items: UploadItem[] }) {
  let list: HTMLUListElement | undefined;
  let isTouched = false;
  const rows = createVirtualizer({
    get count() {
      return props.items.length;
    },
    getScrollElement: () => list ?? null,
    estimateSize: () => ROW_HEIGHT,
    overscan: 4,
  });
  createEffect(() => {
    const index = props.items.findIndex(({ status }) => status === 'uploading');
    if (index > 0 && !isTouched) rows.scrollToIndex(index, { align: 'center' });
  });
  function cancel(item: UploadItem, index: number) {
    uploads.cancel([item]);
    // The button is gone with its row: the focus goes to the row that takes its place.
    setTimeout(() => {
      const buttons = list?.querySelectorAll<HTMLElement>('[data-leave]') ?? [];
      const next = [...buttons].find((button) => Number(button.closest('li')?.dataset.index) === index);
      (next ?? [...buttons].at(-1) ?? list)?.focus();
    }, 200);
  }
  return (
    <ul
      ref={list}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
      tabIndex={0}
      aria-label="Files"
      class="relative max-h-56 overflow-y-auto"
      onPointerEnter={() => {
        isTouched = true;
      }}
      onPointerLeave={() => {
        isTouched = false;
      }}
    >
      <li aria-hidden="true" style={{ height: `${rows.getTotalSize()}px` }} />
      <For each={rows.getVirtualItems()}>
        {(row) => (
          <Show when={props.items[row.index]} keyed>
            {(item) => (
              <li
                data-index={row.index}
                class="absolute inset-x-0 top-0 border-b border-line"
                style={{ height: `${ROW_HEIGHT}px`, transform: `translateY(${row.start}px)` }}
              >
                <UploadRow item={item} onCancel={() => cancel(item, row.index)} />
              </li>
            )}
          </Show>
        )}
      </For>
    </ul>
  );
}
