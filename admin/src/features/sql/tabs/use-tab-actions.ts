import type { SqlTab } from '@selfdb/sdk';
import { useSearchParams } from '@solidjs/router';
import { describeError } from '../../../ui/display/describe-error.ts';
import { showToast } from '../../../ui/overlays/toast.tsx';
import { neighbourOf } from './tab-order.ts';
import type { SqlTabs } from './use-sql-tabs.ts';

/** Opening, closing and moving of tabs as a person does it: the URL follows, failures are told, closing can be undone. */
export function useTabActions(tabs: SqlTabs, activeId: () => string) {
  const [, setSearch] = useSearchParams();
  const select = (id: string) => {
    if (id !== activeId()) setSearch({ tab: id, set: undefined });
  };

  async function attempt<T>(title: string, work: () => Promise<T>): Promise<T | undefined> {
    try {
      return await work();
    } catch (error) {
      showToast({ kind: 'danger', title, detail: describeError(error).message });
      return undefined;
    }
  }
  async function open(tab: { name?: string; query: string; position?: number }): Promise<SqlTab | undefined> {
    const { name, query, position } = tab;
    const opened = await attempt('The tab was not opened.', () =>
      tabs.create({ query, ...(name ? { name } : {}), ...(position === undefined ? {} : { position }) }),
    );
    if (opened) select(opened.id);
    return opened;
  }
  async function close(tab: SqlTab): Promise<void> {
    const query = tabs.text(tab.id);
    const next = neighbourOf(tabs.tabs(), tab.id);
    // There is always a tab to write in.
    if (!next && !(await open({ query: '' }))) return;
    if (next && tab.id === activeId()) select(next.id);
    const closed = await attempt('The tab was not closed.', async () => {
      await tabs.close(tab.id);
      return true;
    });
    if (!closed || query.trim() === '') return;
    const { name, position } = tab;
    showToast({
      title: `Closed ${name}`,
      action: { label: 'Undo', run: () => void open({ name, query, position }) },
    });
  }
  return {
    select,
    open,
    close,
    move: (id: string, index: number) => attempt('The tab was not moved.', () => tabs.move(id, index)),
  };
}
