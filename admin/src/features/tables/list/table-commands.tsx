import { useNavigate } from '@solidjs/router';
import Table from 'lucide-solid/icons/table-2';
import { createEffect, createMemo } from 'solid-js';
import { longestWord, paletteOpen, paletteText, useCommands } from '../../../app/commands/commands.ts';
import { tablePath } from '../paths.ts';
import { createTableSearch } from '../table-search.ts';

/** Offers the tables in the command palette, from every page: those changed last, and those that the typed words find. */
export function TableCommands() {
  const navigate = useNavigate();
  const search = createTableSearch(paletteOpen);
  createEffect(() => search.look(longestWord(paletteText())));
  const commands = createMemo(() =>
    search.tables().map((table) => ({
      id: `table:${table.id}`,
      label: table.name,
      group: 'Table',
      keywords: table.description ?? '',
      // Made when it is shown: of thousands of tables, few are.
      get icon() {
        return <Table />;
      },
      run: () => navigate(tablePath(table)),
    })),
  );
  useCommands(commands);
  return null;
}
