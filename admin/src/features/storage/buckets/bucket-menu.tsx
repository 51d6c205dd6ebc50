import { useNavigate } from '@solidjs/router';
import Copy from 'lucide-solid/icons/copy';
import Ellipsis from 'lucide-solid/icons/ellipsis';
import FolderOpen from 'lucide-solid/icons/folder-open';
import Settings from 'lucide-solid/icons/settings';
import Trash from 'lucide-solid/icons/trash';
import { createSignal } from 'solid-js';
import { copyToClipboard } from '../../../ui/browser/clipboard.ts';
import { Menu, type MenuItem } from '../../../ui/overlays/menu.tsx';
import { showToast } from '../../../ui/overlays/toast.tsx';
import { bucketPath } from '../paths.ts';
import type { StorageBucket } from '../queries.ts';
import { BucketPanel } from './bucket-panel.tsx';
import { DeleteBucketDialog } from './delete-bucket-dialog.tsx';

interface BucketMenuProps {
  bucket: StorageBucket;
  /** Whether the page of the bucket shows the menu. */
  isOpen?: boolean;
}

/** What a person can do with a bucket. */
export function BucketMenu(props: BucketMenuProps) {
  const navigate = useNavigate();
  const [overlay, setOverlay] = createSignal<'settings' | 'delete'>();
  const close = () => setOverlay(undefined);
  const items = (): MenuItem[] => [
    ...(props.isOpen
      ? []
      : [{ label: 'Open', icon: <FolderOpen />, onSelect: () => navigate(bucketPath(props.bucket.name)) }]),
    { label: 'Change settings', icon: <Settings />, onSelect: () => setOverlay('settings') },
    {
      label: 'Copy name',
      icon: <Copy />,
      separated: true,
      onSelect: () => void copyAndTell(props.bucket.name),
    },
    { label: 'Copy ID', icon: <Copy />, onSelect: () => void copyAndTell(props.bucket.id) },
    { label: 'Delete', icon: <Trash />, separated: true, danger: true, onSelect: () => setOverlay('delete') },
  ];
  return (
    <>
      <Menu label={`Actions for ${props.bucket.name}`} trigger={<Ellipsis />} items={items()} />
      <BucketPanel
        open={overlay() === 'settings'}
        bucket={props.bucket}
        onClose={close}
        onSaved={({ name }) => props.isOpen && navigate(bucketPath(name), { replace: true })}
      />
      <DeleteBucketDialog
        bucket={props.bucket}
        open={overlay() === 'delete'}
        onClose={close}
        onDeleted={() => props.isOpen && navigate('/storage', { replace: true })}
      />
    </>
  );
}

/** Copies a text and says which. */
export async function copyAndTell(text: string): Promise<void> {
  if (await copyToClipboard(text, text)) showToast({ title: 'Copied.', detail: text });
}
