/** Code to begin with. */
export interface Template {
  value: string;
  label: string;
  hint: string;
  code: string;
}

/** Each compiles, and does something that can be seen at once. */
export const TEMPLATES: Template[] = [
  {
    value: 'hello',
    label: 'Answer a request',
    hint: 'Reads the request and answers JSON.',
    code: `export default {
  async fetch(request: Request, env, ctx) {
    const { pathname, searchParams } = new URL(request.url);
    console.log(request.method, pathname);
    return Response.json({ hello: searchParams.get('name') ?? 'world' });
  },
};
`,
  },
  {
    value: 'rows',
    label: 'Read and write rows',
    hint: 'GET lists the rows of a table as the caller, POST adds one as the owner.',
    code: `const TABLE = 'messages';

export default {
  async fetch(request: Request, env, ctx) {
    if (request.method === 'POST') {
      const row = await env.SELFDB.tables.insert(TABLE, await request.json());
      return Response.json(row, { status: 201 });
    }
    // As the caller: only what the caller may read.
    const rows = await env.SELFDB.asCaller().tables.rows(TABLE, { page_size: '20' });
    return Response.json(rows);
  },
};
`,
  },
  {
    value: 'schedule',
    label: 'Run by a schedule',
    hint: 'Runs every night.',
    code: `export const triggers = [{ type: 'schedule', cron: '0 3 * * *', timezone: 'UTC' }];

export default {
  async fetch(request: Request, env, ctx) {
    const { scheduled_at, missed } = await request.json();
    console.log('Due at', scheduled_at, 'runs missed:', missed);
    return Response.json({ done: true });
  },
};
`,
  },
  {
    value: 'event',
    label: 'Run by an event',
    hint: 'Runs when a program sends the event order.paid to POST /functions/events.',
    code: `export const triggers = [{ type: 'event', event: 'order.paid' }];

export default {
  async fetch(request: Request, env, ctx) {
    const { event, data } = await request.json();
    console.log(event, data);
    return Response.json({ received: event });
  },
};
`,
  },
];
