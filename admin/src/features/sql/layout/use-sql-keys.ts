import type { SqlTab } from '@selfdb/sdk';
import { useCommands } from '../../../app/commands/commands.ts';
import { useShortcuts } from '../../../app/commands/shortcuts.ts';

interface SqlKeyActions {
  tabs: () => SqlTab[];
  select: (id: string) => void;
  create: () => void;
  run: (all: boolean) => void;
  explain: (analyze: boolean) => void;
  format: () => void;
  toggleChart: () => void;
  saveSnippet: () => void;
  show: (panel: string) => void;
}

const GROUP = 'SQL';

/** The shortcuts of the page, and its entries in the command palette. */
export function useSqlKeys(actions: SqlKeyActions): void {
  const list = [
    { keys: 'Mod+Enter', label: 'Run the selection or the statement', run: () => actions.run(false) },
    { keys: 'Mod+Shift+Enter', label: 'Run all', run: () => actions.run(true) },
    { keys: 'Mod+Shift+E', label: 'Explain', run: () => actions.explain(false) },
    { keys: 'Mod+Shift+F', label: 'Format', run: actions.format },
    { keys: 'Mod+J', label: 'Show the result as a chart, or as a table', run: actions.toggleChart },
    { keys: 'Mod+S', label: 'Save as a snippet', run: actions.saveSnippet },
    { keys: 'n', label: 'Open a tab', run: actions.create },
  ];
  useShortcuts(list.map((shortcut) => ({ ...shortcut, group: GROUP })));
  useCommands(() => [
    ...list.map(({ keys, label, run }) => ({ id: `sql:${label}`, label, group: GROUP, keys, run })),
    { id: 'sql:history', label: 'History', group: GROUP, run: () => actions.show('history') },
    { id: 'sql:snippets', label: 'Snippets', group: GROUP, run: () => actions.show('snippets') },
    { id: 'sql:analyze', label: 'Explain and run', group: GROUP, run: () => actions.explain(true) },
    ...actions.tabs().map((tab) => ({
      id: `sql:tab:${tab.id}`,
      label: tab.name,
      group: 'SQL tab',
      run: () => actions.select(tab.id),
    })),
  ]);
}
