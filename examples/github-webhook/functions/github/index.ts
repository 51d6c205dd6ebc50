export const description = 'Saves each delivery of GitHub, and counts them by repository';
export const triggers = [{ type: 'webhook' }];

interface Env {
  SELFDB: { sql(query: string, params: unknown[]): Promise<unknown> };
}

interface Payload {
  action?: string;
  repository?: { full_name: string } | null;
  sender?: { login: string };
}

// One statement, so a delivery is both saved and counted, or neither. A run that is repeated, because the first one was cut, finds
// the id of the delivery and counts nothing.
const SAVE = `
  with saved as (
    insert into github_deliveries (id, event, action, repository, sender, payload)
    values ($1, $2, $3, $4, $5, $6) on conflict (id) do nothing returning event, repository)
  insert into github_repositories as r (name, deliveries, last_event)
  select repository, 1, event from saved where repository is not null
  on conflict (name) do update set deliveries = r.deliveries + 1, last_event = excluded.last_event`;

export default {
  async fetch(request: Request, { SELFDB }: Env): Promise<Response> {
    const { headers } = request;
    // Signed-in users may call the function, too, and have no signature of GitHub.
    if (headers.get('X-Trigger-Type') !== 'webhook') return new Response('Only for GitHub.', { status: 403 });
    const id = headers.get('X-GitHub-Delivery');
    const event = headers.get('X-GitHub-Event');
    const text = await request.text();
    const { action, repository, sender }: Payload = JSON.parse(text);
    await SELFDB.sql(SAVE, [
      id,
      event,
      action ?? null,
      repository?.full_name ?? null,
      sender?.login ?? null,
      text,
    ]);
    return Response.json({ saved: id });
  },
};
