import type { Backup } from '@selfdb/sdk';
import Download from 'lucide-solid/icons/download';
import Ellipsis from 'lucide-solid/icons/ellipsis';
import RotateCcw from 'lucide-solid/icons/rotate-ccw';
import ShieldCheck from 'lucide-solid/icons/shield-check';
import Trash from 'lucide-solid/icons/trash';
import { Menu, type MenuItem } from '../../../ui/overlays/menu.tsx';

/** What can be done with a backup. */
export interface BackupActions {
  download: (backup: Backup) => void;
  verify: (backup: Backup, full: boolean) => void;
  restore: (backup: Backup) => void;
  remove: (backup: Backup) => void;
}

/** The menu of a backup. One that failed may have left no archive: then it can only be deleted. */
export function BackupMenu(props: { backup: Backup; busy: boolean; actions: BackupActions }) {
  const isInUse = () => props.backup.job_id !== null;
  const ofArchive = (): MenuItem[] => [
    { label: 'Download', icon: <Download />, onSelect: () => props.actions.download(props.backup) },
    {
      label: 'Verify',
      icon: <ShieldCheck />,
      disabled: props.busy,
      separated: true,
      onSelect: () => props.actions.verify(props.backup, false),
    },
    {
      label: 'Verify by a trial restore',
      icon: <ShieldCheck />,
      disabled: props.busy,
      onSelect: () => props.actions.verify(props.backup, true),
    },
    {
      label: 'Restore',
      icon: <RotateCcw />,
      disabled: props.busy,
      separated: true,
      onSelect: () => props.actions.restore(props.backup),
    },
  ];
  const items = (): MenuItem[] => [
    ...(props.backup.size > 0 ? ofArchive() : []),
    {
      label: 'Delete',
      icon: <Trash />,
      danger: true,
      disabled: isInUse(),
      separated: props.backup.size > 0,
      onSelect: () => props.actions.remove(props.backup),
    },
  ];
  return <Menu label={`Actions for ${props.backup.filename}`} trigger={<Ellipsis />} items={items()} />;
}
