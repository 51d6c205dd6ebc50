import { useNavigate } from '@solidjs/router';
import Copy from 'lucide-solid/icons/copy';
import Ellipsis from 'lucide-solid/icons/ellipsis';
import Eye from 'lucide-solid/icons/eye';
import Pencil from 'lucide-solid/icons/pencil';
import Radio from 'lucide-solid/icons/radio';
import Table from 'lucide-solid/icons/table-2';
import Trash from 'lucide-solid/icons/trash';
import Users from 'lucide-solid/icons/users';
import { createMemo, createSignal, Show } from 'solid-js';
import { useSdk } from '../../../app/session/session.tsx';
import { copyToClipboard } from '../../../ui/browser/clipboard.ts';
import { describeError } from '../../../ui/display/describe-error.ts';
import { Menu, type MenuItem } from '../../../ui/overlays/menu.tsx';
import { showToast } from '../../../ui/overlays/toast.tsx';
import { watchPath } from '../../realtime/page-state.ts';
import { DeleteTableDialog } from '../parts/delete-table-dialog.tsx';
import { tablePath } from '../paths.ts';
import { useRefreshTables } from '../queries.ts';
import type { TableInfo } from '../table-types.ts';
import { AccessDialog } from './access-dialog.tsx';
import { RenameDialog } from './rename-dialog.tsx';

type OpenDialog = 'rename' | 'access' | 'delete';

/** What a person can do with a table of the list. */
export function TableMenu(props: { table: TableInfo }) {
  const sdk = useSdk();
  const navigate = useNavigate();
  const refresh = useRefreshTables();
  const [dialog, setDialog] = createSignal<OpenDialog>();
  const hasOpened = createMemo((before: boolean) => before || dialog() !== undefined, false);
  const close = () => setDialog(undefined);

  async function setRealtime(on: boolean) {
    const { id, name } = props.table;
    try {
      await sdk.tables.update(id, { realtime_enabled: on });
      showToast({
        kind: 'success',
        title: `Realtime of ${name} is ${on ? 'on' : 'off'}.`,
        action: { label: 'Undo', run: () => void setRealtime(!on) },
      });
    } catch (error) {
      showToast({
        kind: 'danger',
        title: `Realtime of ${name} was not changed.`,
        detail: describeError(error).message,
      });
    }
    await refresh();
  }
  const items = (): MenuItem[] => [
    { label: 'Open', icon: <Table />, onSelect: () => navigate(tablePath(props.table)) },
    { label: 'Watch', icon: <Eye />, onSelect: () => navigate(watchPath(props.table.name)) },
    { label: 'Rename', icon: <Pencil />, onSelect: () => setDialog('rename') },
    { label: 'Change access', icon: <Users />, onSelect: () => setDialog('access') },
    {
      label: props.table.realtime_enabled ? 'Turn realtime off' : 'Turn realtime on',
      icon: <Radio />,
      onSelect: () => void setRealtime(!props.table.realtime_enabled),
    },
    { label: 'Copy name', icon: <Copy />, separated: true, onSelect: () => void copy(props.table.name) },
    { label: 'Copy ID', icon: <Copy />, onSelect: () => void copy(props.table.id) },
    {
      label: 'Delete',
      icon: <Trash />,
      separated: true,
      danger: true,
      onSelect: () => setDialog('delete'),
    },
  ];
  return (
    <>
      <Menu label={`Actions for ${props.table.name}`} trigger={<Ellipsis />} items={items()} />
      {/* Made when the first one opens: the list has a hundred of these menus. */}
      <Show when={hasOpened()}>
        <RenameDialog table={props.table} open={dialog() === 'rename'} onClose={close} />
        <AccessDialog table={props.table} open={dialog() === 'access'} onClose={close} />
        <DeleteTableDialog table={props.table} open={dialog() === 'delete'} onClose={close} />
      </Show>
    </>
  );
}

async function copy(text: string): Promise<void> {
  if (await copyToClipboard(text, text)) showToast({ title: 'Copied.', detail: text });
}
