import Webhook from 'lucide-solid/icons/webhook';
import { NamedCommands } from '../../app/commands/named-commands.tsx';
import { useSdk } from '../../app/session/session.tsx';
import { webhookPath } from './paths.ts';

const FOUND = 10;

/** Offers webhooks in the command palette. */
export function WebhookCommands() {
  const sdk = useSdk();
  return (
    <NamedCommands
      group="Webhook"
      icon={() => <Webhook />}
      find={(search, signal) => sdk.webhooks.list({ search, limit: FOUND }, { signal })}
      pathOf={webhookPath}
    />
  );
}
