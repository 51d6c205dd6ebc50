import type { Webhook } from '@selfdb/sdk';
import { Badge } from '../../../ui/display/badge.tsx';

/** Whether a webhook takes requests, in a word. */
export function WebhookState(props: { webhook: Pick<Webhook, 'is_active'> }) {
  return (
    <Badge
      tone={props.webhook.is_active ? 'success' : 'warning'}
      title={props.webhook.is_active ? 'Requests are taken' : 'Requests are refused with 409'}
    >
      {props.webhook.is_active ? 'active' : 'paused'}
    </Badge>
  );
}
