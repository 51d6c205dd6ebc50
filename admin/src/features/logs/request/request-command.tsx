import { useNavigate } from '@solidjs/router';
import ScrollText from 'lucide-solid/icons/scroll-text';
import { useTypedCommands } from '../../../app/commands/commands.ts';
import { isLikelyRequestId } from '../logs-view.ts';

/** The page that explains a request. */
export function logsOfRequest(id: string): string {
  return `/logs?${new URLSearchParams({ request: id })}`;
}

/** Finds a request whose id is pasted into the command palette. */
export function RequestCommand() {
  const navigate = useNavigate();
  useTypedCommands((typed) =>
    isLikelyRequestId(typed)
      ? [
          {
            id: 'logs:request',
            label: `Show request ${typed} in the logs`,
            group: 'Logs',
            icon: <ScrollText />,
            run: () => navigate(logsOfRequest(typed)),
          },
        ]
      : [],
  );
  return null;
}
