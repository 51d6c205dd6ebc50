import { ConflictError, SelfDB } from '@selfdb/sdk';

const { BACKEND_PORT, API_KEY = '', ADMIN_EMAIL, ADMIN_PASSWORD } = process.env;
const selfdb = new SelfDB({ baseUrl: `http://127.0.0.1:${BACKEND_PORT || 8000}`, apiKey: API_KEY });

await selfdb.auth.login({
  email: ADMIN_EMAIL || 'admin@example.com',
  password: ADMIN_PASSWORD || 'password',
});

try {
  await selfdb.tables.create({
    name: 'todos',
    // Every signed-in user reads and adds rows. With a column `user_id`, users change and delete only their own.
    access: 'users',
    realtime_enabled: true,
    table_schema: {
      title: { type: 'text', nullable: false },
      done: { type: 'boolean', nullable: false, default: 'false' },
      user_id: { type: 'uuid', nullable: false },
    },
  });
  console.log('Created the table todos.');
} catch (error) {
  if (!(error instanceof ConflictError)) throw error;
  console.log('The table todos is there already.');
}
await selfdb.auth.logout();
