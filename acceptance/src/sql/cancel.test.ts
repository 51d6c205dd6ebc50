import { expect, it } from 'vitest';
import { sqlValue } from '../world/tables.ts';
import { logIn, marker, system } from '../world/users.ts';

const DOORS = [system.baseUrl, ...(system.frontendUrl ? [`${system.frontendUrl}/api`] : [])];
const SECONDS = 25;

const running = (mark: string) =>
  sqlValue(
    `select count(*)::int from pg_stat_activity
     where query like '%/* ${mark} */ select%' and state = 'active' and pid <> pg_backend_pid()`,
  );

it.each(DOORS)('SQL ends in Postgres soon after its client has closed the connection to %s', async (door) => {
  const { access_token } = await logIn(system.adminEmail, system.adminPassword);
  const mark = marker('gone');
  const caller = new AbortController();
  const answer = fetch(`${door}/sql/query`, {
    method: 'POST',
    signal: caller.signal,
    headers: {
      'X-API-Key': system.apiKey,
      Authorization: `Bearer ${access_token}`,
      'Content-Type': 'application/json',
    },
    body: JSON.stringify({ query: `/* ${mark} */ select pg_sleep(${SECONDS})` }),
  });
  const failed = expect(answer).rejects.toThrow('aborted');
  await expect.poll(() => running(mark), { timeout: 5000 }).toBe(1);
  caller.abort();
  await failed;
  await expect.poll(() => running(mark), { timeout: (SECONDS * 1000) / 2 }).toBe(0);
});
