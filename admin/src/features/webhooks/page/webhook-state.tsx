import type { Webhook } from '@selfdb/sdk';
import { Badge } from '../../../ui/display/badge.tsx';
import { isOutbound } from '../direction.ts';

/** Whether a webhook takes requests, in a word. */
export function WebhookState(props: { webhook: Pick<Webhook, 'is_active' | 'direction'> }) {
  const meaning = () => {
    if (isOutbound(props.webhook)) return props.webhook.is_active ? 'Changes are sent' : 'Nothing is sent';
    return props.webhook.is_active ? 'Requests are taken' : 'Requests are refused with 409';
  };
  return (
    <Badge tone={props.webhook.is_active ? 'success' : 'warning'} title={meaning()}>
      {props.webhook.is_active ? 'active' : 'paused'}
    </Badge>
  );
}
