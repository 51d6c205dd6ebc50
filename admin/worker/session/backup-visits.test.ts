import { beforeEach, describe, expect, it } from 'vitest';
import { StandInApi, send } from '../testing/stand-in-api.ts';

const PATH = '/session/backups/selfdb_backup_20261201_030000.tar.gz';
const FAILED = '/backups?download=failed';

let api: StandInApi;
let form: Record<string, string>;
beforeEach(() => {
  api = new StandInApi();
  form = {
    'Content-Type': 'application/x-www-form-urlencoded',
    Cookie: `selfdb-session-3000=refresh-${crypto.randomUUID()}`,
  };
  api.answers[`GET ${PATH.replace('/session', '')}/download`] = () =>
    new Response('bytes', { headers: { 'Content-Disposition': 'attachment', 'Content-Length': '5' } });
});

it('tells anybody whether the system is new, and nothing else', async () => {
  api.answers['GET /system/status'] = () => Response.json({ initialized: false, version: '1.2.3' });
  const answer = await send(api, 'POST', '/session/status');
  expect(await answer.json()).toEqual({ initialized: false });
});

describe('a download of a backup', () => {
  it('goes to the browser with the session of the cookie, which it renews', async () => {
    const answer = await send(api, 'POST', PATH, { headers: form });
    expect(await answer.text()).toBe('bytes');
    expect(answer.headers.get('content-disposition')).toBe('attachment');
    expect(answer.headers.get('set-cookie')).toMatch(/^selfdb-session-3000=refresh-/);
    expect(api.asked.at(-1)?.headers.get('authorization')).toBe('Bearer access-1');
  });

  it('works over plain HTTP, where the browser names no page', async () => {
    expect((await send(api, 'POST', PATH, { headers: { ...form, Origin: 'null' } })).status).toBe(200);
  });

  it('is refused to pages of other origins', async () => {
    for (const headers of [
      { ...form, Origin: 'https://evil.example' },
      { ...form, Origin: 'null', 'Sec-Fetch-Site': 'cross-site' },
    ])
      expect((await send(api, 'POST', PATH, { headers })).status).toBe(403);
    expect(api.calls()).toEqual([]);
  });

  it('goes back to the page without a session or a backup', async () => {
    const nobody = await send(api, 'POST', PATH, { headers: { ...form, Cookie: '' } });
    api.answers[`GET ${PATH.replace('/session', '')}/download`] = () =>
      Response.json({ detail: 'No.' }, { status: 404 });
    const gone = await send(api, 'POST', PATH, { headers: form });
    expect([nobody, gone].map(({ status, headers }) => [status, headers.get('location')])).toEqual([
      [303, FAILED],
      [303, FAILED],
    ]);
  });
});
