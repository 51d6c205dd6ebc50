import { useNavigate } from '@solidjs/router';
import { createQuery } from '@tanstack/solid-query';
import Table from 'lucide-solid/icons/table-2';
import { paletteOpen, useCommands } from '../../../app/commands/commands.ts';
import { useSdk } from '../../../app/session/session.tsx';
import { tablePath } from '../paths.ts';
import { tableChoicesQuery } from '../queries.ts';

/** Offers each table in the command palette, from every page. The list is read when the palette opens. */
export function TableCommands() {
  const sdk = useSdk();
  const navigate = useNavigate();
  const tables = createQuery(() => ({ ...tableChoicesQuery(sdk), enabled: paletteOpen() }));
  useCommands(() =>
    (tables.isSuccess ? tables.data : []).map((table) => ({
      id: `table:${table.id}`,
      label: table.name,
      group: 'Table',
      keywords: table.description ?? '',
      icon: <Table />,
      run: () => navigate(tablePath(table)),
    })),
  );
  return null;
}
