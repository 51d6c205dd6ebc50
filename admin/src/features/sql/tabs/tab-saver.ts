import type { SqlTab, UpdateSqlTab } from '@selfdb/sdk';

/** Whether the server has what the editor shows. */
export type SaveState = 'saved' | 'waiting' | 'saving' | 'failed' | 'conflict';

/** What a saver needs of its surroundings. */
interface SaverOptions {
  patch: (id: string, change: UpdateSqlTab) => Promise<SqlTab>;
  /** The `updated_at` of a tab as it was last loaded. */
  knownVersion: (id: string) => string | undefined;
  onSaved: (tab: SqlTab) => void;
  onState: (id: string, state: SaveState) => void;
  /** Whether an error says that the tab was changed in another window. */
  isConflict: (error: unknown) => boolean;
  schedule: (run: () => void, delayMs: number) => () => void;
}

interface Draft {
  text: string;
  base: string | undefined;
  stop?: () => void;
}

const DELAY_MS = 700;
const RETRY_MS = 5000;

/** Keeps the edits of tabs until the server has them. Writes to one tab take turns, since each needs the last one's version. */
export function createTabSaver(options: SaverOptions) {
  const drafts = new Map<string, Draft>();
  const turns = new Map<string, Promise<unknown>>();

  function inTurn<T>(id: string, write: () => Promise<T>): Promise<T> {
    const turn = (turns.get(id) ?? Promise.resolve()).then(write, write);
    turns.set(id, turn);
    return turn;
  }

  function accept(tab: SqlTab): void {
    const draft = drafts.get(tab.id);
    if (draft) draft.base = tab.updated_at;
    options.onSaved(tab);
  }

  function later(id: string, draft: Draft, delayMs: number): void {
    draft.stop?.();
    draft.stop = options.schedule(() => void save(id), delayMs);
  }

  async function write(id: string): Promise<void> {
    const draft = drafts.get(id);
    if (!draft) return;
    const { text, base } = draft;
    options.onState(id, 'saving');
    try {
      const tab = await options.patch(id, {
        query: text,
        ...(base === undefined ? {} : { updated_at: base }),
      });
      if (drafts.get(id)?.text === text) drafts.delete(id);
      accept(tab);
      options.onState(id, drafts.has(id) ? 'waiting' : 'saved');
    } catch (error) {
      const conflict = options.isConflict(error);
      options.onState(id, conflict ? 'conflict' : 'failed');
      if (!conflict && drafts.get(id) === draft) later(id, draft, RETRY_MS);
    }
  }

  function save(id: string): Promise<void> {
    drafts.get(id)?.stop?.();
    return inTurn(id, () => write(id));
  }

  return {
    /** The text that the server does not have yet. */
    draft: (id: string): string | undefined => drafts.get(id)?.text,
    /** Takes an edit and saves it a moment after the last one. */
    edit(id: string, text: string): void {
      const draft = drafts.get(id) ?? { text, base: options.knownVersion(id) };
      draft.text = text;
      drafts.set(id, draft);
      options.onState(id, 'waiting');
      later(id, draft, DELAY_MS);
    },
    /** Changes name or position at once. */
    async change(id: string, change: { name?: string; position?: number }): Promise<void> {
      accept(await inTurn(id, () => options.patch(id, change)));
    },
    /** Whether there is text that the server does not have. */
    hasDrafts: (): boolean => drafts.size > 0,
    /** Saves now what waits. */
    flush: (): Promise<unknown> => Promise.all([...drafts.keys()].map(save)),
    /** Overwrites what another window has saved. */
    overwrite(id: string): Promise<void> {
      const draft = drafts.get(id);
      if (draft) draft.base = undefined;
      return save(id);
    },
    /** Deletes a tab, after a write to it that is on its way. What is not saved is dropped when the tab is gone. */
    async remove(id: string, deleteTab: () => Promise<void>): Promise<void> {
      drafts.get(id)?.stop?.();
      await inTurn(id, deleteTab);
      drafts.delete(id);
    },
    /** Drops what is not saved. */
    forget(id: string): void {
      drafts.get(id)?.stop?.();
      drafts.delete(id);
      options.onState(id, 'saved');
    },
  };
}
