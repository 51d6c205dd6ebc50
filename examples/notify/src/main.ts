import { setTimeout as pause } from 'node:timers/promises';
import { SelfDB } from '@selfdb/sdk';
import { createMessagesTable, type Mail, startReceiver } from './index.ts';

const PORT = 9099;

const { BACKEND_PORT, API_KEY = '', ADMIN_EMAIL, ADMIN_PASSWORD } = process.env;
const selfdb = new SelfDB({ baseUrl: `http://127.0.0.1:${BACKEND_PORT || 8000}`, apiKey: API_KEY });
await selfdb.auth.login({
  email: ADMIN_EMAIL || 'admin@example.com',
  password: ADMIN_PASSWORD || 'password',
});
await createMessagesTable(selfdb);

const mails: Mail[] = [];
const receiver = await startReceiver(PORT, (mail) => mails.push(mail));
const { id } = await selfdb.auth.me();
await selfdb.table('notify_messages').insert({ sender_id: id, recipient_id: id, text: 'Note to self' });
console.log('Wrote a message. The function mails it …');
while (mails.length === 0) await pause(100);
console.table(mails);
receiver.stop();
await selfdb.auth.logout();
