import { ConflictError, SelfDB } from '@selfdb/sdk';

const { BACKEND_PORT, API_KEY = '', ADMIN_EMAIL, ADMIN_PASSWORD } = process.env;
const selfdb = new SelfDB({ baseUrl: `http://127.0.0.1:${BACKEND_PORT || 8000}`, apiKey: API_KEY });

await selfdb.auth.login({
  email: ADMIN_EMAIL || 'admin@example.com',
  password: ADMIN_PASSWORD || 'password',
});

/** Runs a step, unless an earlier run has done it. */
async function once(what: string, step: () => Promise<unknown>): Promise<void> {
  try {
    await step();
    console.log(`Created ${what}.`);
  } catch (error) {
    if (!(error instanceof ConflictError)) throw error;
    console.log(`There is ${what} already.`);
  }
}

// Every signed-in user reads and writes. With a column `user_id`, users change and delete only their own rows.
const common = { access: 'users', realtime_enabled: true } as const;
const text = { type: 'text', nullable: false };

await once('the table chat_rooms', () =>
  selfdb.tables.create({
    ...common,
    name: 'chat_rooms',
    table_schema: { name: { ...text, unique: true }, user_id: { type: 'uuid', nullable: false } },
  }),
);
await once('the table chat_messages', () =>
  selfdb.tables.create({
    ...common,
    name: 'chat_messages',
    table_schema: {
      room_id: {
        type: 'uuid',
        nullable: false,
        references: { table: 'chat_rooms', column: 'id', on_delete: 'cascade' },
      },
      user_id: { type: 'uuid', nullable: false },
      author: text,
      text,
      file: { type: 'jsonb' },
    },
  }),
);
await once('the bucket chat-files', () =>
  selfdb.storage.buckets.create({ name: 'chat-files', access: 'users' }),
);
await once('the room Lobby', async () => {
  const { id } = await selfdb.auth.me();
  await selfdb.table('chat_rooms').insert({ name: 'Lobby', user_id: id });
});
await selfdb.auth.logout();
