import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createMessagesTable, type Mail, startReceiver } from '@selfdb/example-notify';
import { SelfDB } from '@selfdb/sdk';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { describeOwnSystem, type OwnSystem, startOwnSystem } from '../system-under-test/own-system.ts';
import { functionsCommandOn } from '../world/command-line.ts';
import { email, PASSWORD } from '../world/users.ts';

// It starts a system, on whatever machine.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 240_000 });

const FUNCTIONS = join(import.meta.dirname, '../../../examples/notify/functions');

describeOwnSystem('with the address of the receiver allowed', () => {
  let own: OwnSystem;
  let folder: string;
  const mails: Mail[] = [];
  let failures = 1;
  let receiver: Awaited<ReturnType<typeof startReceiver>>;
  beforeAll(async () => {
    receiver = await startReceiver(0, (mail) => {
      if (failures-- > 0) throw new Error('The service is down.');
      mails.push(mail);
    });
    folder = await mkdtemp(join(tmpdir(), 'selfdb-notify-'));
    await cp(FUNCTIONS, folder, { recursive: true });
    await writeFile(join(folder, 'notify/.env'), `NOTIFY_URL=${receiver.url}\n`);
    own = await startOwnSystem({ FUNCTIONS_ALLOWED_ADDRESSES: new URL(receiver.url).host });
  });
  afterAll(async () => {
    await own?.stop();
    receiver?.stop();
    await rm(folder, { recursive: true });
  });

  it('each new message is mailed to its recipient once, also after the service was down', async () => {
    const { system } = own;
    const deployed = await functionsCommandOn(system, folder, 'deploy', '.');
    expect([deployed.code, deployed.stderr]).toEqual([0, '']);
    const selfdb = new SelfDB({ baseUrl: system.baseUrl, apiKey: system.apiKey });
    await selfdb.auth.login({ email: system.adminEmail, password: system.adminPassword });
    await createMessagesTable(selfdb);
    const person = (firstName: string) =>
      selfdb.auth.users.create({ email: email(firstName), password: PASSWORD, firstName, lastName: 'Test' });
    const [ada, grace] = [await person('Ada'), await person('Grace')];
    const messages = selfdb.table('notify_messages');
    const write = (text: string, from = ada, to = grace) =>
      messages.insert({ sender_id: from.id, recipient_id: to.id, text });

    const { id } = await write('Hello');
    const hello = { to: grace.email, subject: 'A message from Ada', text: 'Hello' };
    await expect.poll(() => mails, { timeout: 60_000 }).toEqual([hello]);
    expect(failures).toBeLessThan(0);

    // A change of a message is no new message.
    await messages.update(String(id), { text: 'Changed' });
    await write('Hi', grace, ada);
    const hi = { to: ada.email, subject: 'A message from Grace', text: 'Hi' };
    await expect.poll(() => mails, { timeout: 60_000 }).toEqual([hello, hi]);
    const [fn] = await selfdb.functions.list({ search: 'notify' });
    const statuses = async () =>
      (await selfdb.functions.executions(fn?.id ?? '')).map(({ status }) => status).reverse();
    await expect.poll(statuses, { timeout: 15_000 }).toEqual(['failed', 'completed', 'completed']);
  });
});
