import Archive from 'lucide-solid/icons/archive';
import ArrowRightLeft from 'lucide-solid/icons/arrow-right-left';
import Columns from 'lucide-solid/icons/columns-3';
import Copy from 'lucide-solid/icons/copy';
import File from 'lucide-solid/icons/file';
import Folder from 'lucide-solid/icons/folder';
import KeyRound from 'lucide-solid/icons/key-round';
import ListTree from 'lucide-solid/icons/list-tree';
import LogIn from 'lucide-solid/icons/log-in';
import LogOut from 'lucide-solid/icons/log-out';
import Rows from 'lucide-solid/icons/rows-3';
import Settings from 'lucide-solid/icons/settings';
import ShieldAlert from 'lucide-solid/icons/shield-alert';
import SquareFunction from 'lucide-solid/icons/square-function';
import SquareTerminal from 'lucide-solid/icons/square-terminal';
import Table from 'lucide-solid/icons/table-2';
import Trash from 'lucide-solid/icons/trash';
import Upload from 'lucide-solid/icons/upload';
import User from 'lucide-solid/icons/user';
import UserPlus from 'lucide-solid/icons/user-plus';
import Webhook from 'lucide-solid/icons/webhook';
import type { JSX } from 'solid-js';
import type { Item } from '../items/item.ts';

type Icon = () => JSX.Element;

/** By action, or by its noun. */
const ICONS: Record<string, Icon> = {
  'user.login': () => <LogIn />,
  'user.logout': () => <LogOut />,
  'user.created': () => <UserPlus />,
  'user.password_changed': () => <KeyRound />,
  'file.uploaded': () => <Upload />,
  'file.moved': () => <ArrowRightLeft />,
  'file.copied': () => <Copy />,
  user: () => <User />,
  session: () => <KeyRound />,
  table: () => <Table />,
  column: () => <Columns />,
  index: () => <ListTree />,
  bucket: () => <Folder />,
  folder: () => <Folder />,
  file: () => <File />,
  function: () => <SquareFunction />,
  webhook: () => <Webhook />,
  sql: () => <SquareTerminal />,
  backup: () => <Archive />,
  settings: () => <Settings />,
};

/** The icon of a line, in the colour of what it means. */
export function ItemIcon(props: { item: Item }) {
  return (
    <span
      aria-hidden="true"
      class={`flex size-7 shrink-0 items-center justify-center rounded-full [&>svg]:size-3.5 ${toneOf(props.item)}`}
    >
      {iconOf(props.item)}
    </span>
  );
}

function iconOf(item: Item): JSX.Element {
  if (item.kind === 'rows') return <Rows />;
  const { action, outcome } = item.entry;
  if (action === 'user.login_failed') return <ShieldAlert />;
  if (action.endsWith('.deleted') && outcome === 'ok') return <Trash />;
  const [noun = ''] = action.split('.');
  return (ICONS[action] ?? ICONS[noun] ?? (() => <Settings />))();
}

function toneOf(item: Item): string {
  if (item.kind === 'rows') return 'bg-accent-soft text-link';
  const { action, outcome } = item.entry;
  if (outcome !== 'ok') return 'bg-danger-soft text-danger';
  if (action.endsWith('.deleted')) return 'bg-warning-soft text-warning';
  if (action.endsWith('.created') || action.endsWith('.uploaded')) return 'bg-success-soft text-success';
  return 'bg-hover text-muted';
}
