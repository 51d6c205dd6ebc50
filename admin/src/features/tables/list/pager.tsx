import ChevronLeft from 'lucide-solid/icons/chevron-left';
import ChevronRight from 'lucide-solid/icons/chevron-right';
import { Show } from 'solid-js';
import { IconButton } from '../../../ui/controls/icon-button.tsx';
import { formatCount } from '../../../ui/format/numbers.ts';
import { TABLES_PER_PAGE } from '../queries.ts';

/** Which part of the list is shown, and the way to the others. Nothing while there is one page. */
export function Pager(props: { page: number; total: number; onPage: (page: number) => void }) {
  const last = () => Math.max(1, Math.ceil(props.total / TABLES_PER_PAGE));
  const first = () => (props.page - 1) * TABLES_PER_PAGE + 1;
  const end = () => Math.min(props.total, props.page * TABLES_PER_PAGE);
  return (
    <Show when={last() > 1}>
      <nav
        aria-label="Pages of the list"
        class="sticky bottom-0 flex items-center justify-end gap-2 border-t border-line bg-surface px-4 py-1 sm:px-6"
      >
        <span class="tabular text-xs text-muted">
          {formatCount(first())}–{formatCount(end())} of {formatCount(props.total)}
        </span>
        <IconButton
          label="Previous page"
          icon={<ChevronLeft />}
          disabled={props.page <= 1}
          onClick={() => props.onPage(props.page - 1)}
        />
        <IconButton
          label="Next page"
          icon={<ChevronRight />}
          disabled={props.page >= last()}
          onClick={() => props.onPage(props.page + 1)}
        />
      </nav>
    </Show>
  );
}
