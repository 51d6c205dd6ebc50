/** The parts of a webhook's page, each with a URL of its own. */
export type WebhookTab = 'deliveries' | 'settings';

/** The URL of a webhook's page. The id stays the same when the webhook is renamed. */
export function webhookPath(id: string, tab: WebhookTab = 'deliveries'): string {
  return tab === 'deliveries' ? `/webhooks/${id}` : `/webhooks/${id}/${tab}`;
}

/** The tab that a path shows. */
export function webhookTabOf(pathname: string): WebhookTab {
  return pathname.split('/')[3] === 'settings' ? 'settings' : 'deliveries';
}

/** The URL of a delivery's details. */
export function deliveryPath(webhookId: string, deliveryId: string): string {
  return `${webhookPath(webhookId)}?${new URLSearchParams({ delivery: deliveryId })}`;
}
