import { A, useNavigate, useSearchParams } from '@solidjs/router';
import Braces from 'lucide-solid/icons/braces';
import Code2 from 'lucide-solid/icons/code-xml';
import Eye from 'lucide-solid/icons/eye';
import { useCommands } from '../../../app/commands/commands.ts';
import { Button, buttonClass } from '../../../ui/controls/button.tsx';
import { watchPath } from '../../realtime/page-state.ts';
import { ApiDialog } from './api-dialog.tsx';
import { DefinitionDialog } from './definition-dialog.tsx';
import { useTable } from './table-context.tsx';

/** The buttons of a table's page: its SQL, and how a program uses it. The open dialog is in the URL. */
export function TableActions() {
  const { table } = useTable();
  const navigate = useNavigate();
  const [search, setSearch] = useSearchParams<{ show?: string }>();
  const show = (dialog: string | undefined) => setSearch({ show: dialog }, { replace: true });
  useCommands(() => [
    { id: 'table:sql', label: `SQL of ${table().name}`, group: 'Table', run: () => show('sql') },
    {
      id: 'table:watch',
      label: `Watch ${table().name}`,
      group: 'Table',
      keywords: 'realtime live changes',
      run: () => navigate(watchPath(table().name)),
    },
    { id: 'table:api', label: `API snippets of ${table().name}`, group: 'Table', run: () => show('api') },
  ]);
  return (
    <>
      <A class={buttonClass('ghost', 'sm')} href={watchPath(table().name)}>
        <Eye class="size-4" />
        Watch
      </A>
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
