import { useNavigate } from '@solidjs/router';
import { createQuery } from '@tanstack/solid-query';
import Table from 'lucide-solid/icons/table-2';
import { createMemo } from 'solid-js';
import { paletteOpen, useCommands } from '../../../app/commands/commands.ts';
import { useSdk } from '../../../app/session/session.tsx';
import { tablePath } from '../paths.ts';
import { answerOf, tableChoicesQuery } from '../queries.ts';

/** Offers each table in the command palette, from every page. The list is read when the palette opens. */
export function TableCommands() {
  const sdk = useSdk();
  const navigate = useNavigate();
  const tables = createQuery(() => ({ ...tableChoicesQuery(sdk), enabled: paletteOpen() }));
  const commands = createMemo(() =>
    (answerOf(tables) ?? []).map((table) => ({
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
