import { useSearchParams } from '@solidjs/router';
import Braces from 'lucide-solid/icons/braces';
import Code2 from 'lucide-solid/icons/code-xml';
import { useCommands } from '../../../app/commands/commands.ts';
import { Button } from '../../../ui/controls/button.tsx';
import { ApiDialog } from './api-dialog.tsx';
import { DefinitionDialog } from './definition-dialog.tsx';
import { useTable } from './table-context.tsx';

/** The buttons of a table's page: its SQL, and how a program uses it. The open dialog is in the URL. */
export function TableActions() {
  const { table } = useTable();
  const [search, setSearch] = useSearchParams<{ show?: string }>();
  const show = (dialog: string | undefined) => setSearch({ show: dialog }, { replace: true });
  useCommands(() => [
    { id: 'table:sql', label: `SQL of ${table().name}`, group: 'Table', run: () => show('sql') },
    { id: 'table:api', label: `API snippets of ${table().name}`, group: 'Table', run: () => show('api') },
  ]);
  return (
    <>
      <Button size="sm" variant="ghost" icon={<Code2 />} onClick={() => show('sql')}>
        Definition
      </Button>
      <Button size="sm" variant="ghost" icon={<Braces />} onClick={() => show('api')}>
        API
      </Button>
      <DefinitionDialog open={search.show === 'sql'} onClose={() => show(undefined)} />
      <ApiDialog open={search.show === 'api'} onClose={() => show(undefined)} />
    </>
  );
}
