import CalendarClock from 'lucide-solid/icons/calendar-clock';
import Plus from 'lucide-solid/icons/plus';
import RotateCcwClock from 'lucide-solid/icons/rotate-ccw-clock';
import { useCommands } from '../../app/commands/commands.ts';
import { useShortcuts } from '../../app/commands/shortcuts.ts';

interface BackupCommands {
  create: () => void;
  restoreTo: () => void;
  editSchedule: () => void;
}

/** What the page of backups offers in the palette and by keys. */
export function useBackupCommands({ create, restoreTo, editSchedule }: BackupCommands): void {
  useShortcuts([{ keys: 'n', label: 'Create backup', group: 'Backups', run: create }]);
  useCommands(() => [
    {
      id: 'backups:create',
      label: 'Create backup',
      group: 'Backups',
      keys: 'n',
      icon: <Plus />,
      run: create,
    },
    {
      id: 'backups:restore-to',
      label: 'Restore to a time',
      group: 'Backups',
      keywords: 'point in time recovery pitr undo',
      icon: <RotateCcwClock />,
      run: restoreTo,
    },
    {
      id: 'backups:schedule',
      label: 'Change the schedule of backups',
      group: 'Backups',
      keywords: 'cron retention',
      icon: <CalendarClock />,
      run: editSchedule,
    },
  ]);
}
