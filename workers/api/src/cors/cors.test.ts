import { auditedBy } from '@selfdb/server/testing/audit-log';
import type { Cors } from '@selfdb/shared/cors/schema';
import { beforeAll, describe, expect, it } from 'vitest';
import { call, gatewayRequests } from '../testing/client.ts';
import { createAdmin, createPerson } from '../testing/people.ts';

const ORIGIN = 'https://app.example';
let token: string;
const put = <T = Cors>(origins: unknown) => call<T>('PUT', '/system/cors', { token, json: { origins } });
const allowed = async (Origin: string, method = 'GET') =>
  (
    await call(method, '/tables', { headers: { Origin, 'Access-Control-Request-Method': 'GET' } })
  ).headers.get('Access-Control-Allow-Origin');

beforeAll(async () => {
  token = (await createAdmin()).token;
});

// A change is answered after more than a second. So there are three, and the tests in between share the first.
describe('the allowed origins', () => {
  it('come from the environment until they are set', async () => {
    const { status, body } = await call<Cors>('GET', '/system/cors', { token });
    expect([status, body]).toEqual([
      200,
      { origins: ['*'], source: 'environment', environment: ['*'], changed_at: null },
    ]);
    expect(await allowed(ORIGIN)).toBe('*');
  });

  it('are in force once they are set, by one gateway request', async () => {
    let set: { body: Cors } | undefined;
    const requests = await gatewayRequests(async () => {
      set = await put([`${ORIGIN}/`, ORIGIN, 'https://*.Example.com']);
    });
    expect(requests).toBe(1);
    expect(set?.body).toMatchObject({
      origins: [ORIGIN, 'https://*.example.com'],
      source: 'database',
      changed_at: expect.stringMatching(/Z$/),
    });
    for (const method of ['GET', 'OPTIONS']) {
      expect(await allowed(ORIGIN, method)).toBe(ORIGIN);
      expect(await allowed('https://a.example.com', method)).toBe('https://a.example.com');
      expect(await allowed('https://other.example', method)).toBeNull();
    }
  });

  it('cost a flood of preflights one gateway request a second', async () => {
    await allowed(ORIGIN, 'OPTIONS');
    const flood = () => Promise.all(Array.from({ length: 200 }, () => allowed(ORIGIN, 'OPTIONS')));
    expect(await gatewayRequests(flood)).toBeLessThanOrEqual(1);
  });

  it('hold for sockets, whatever worker would open them', async () => {
    const open = (Origin: string) =>
      call('GET', '/realtime/socket', { headers: { Origin, Upgrade: 'websocket' } });
    expect(await open('https://evil.example')).toMatchObject({ status: 403, body: { code: 'forbidden' } });
    // The stand-in for the realtime worker.
    expect((await open(ORIGIN)).text).toBe('/realtime/socket');
  });

  it('tell whether an origin is one of them', async () => {
    const ask = async (origin: string) =>
      (await call<Cors>('GET', `/system/cors?origin=${encodeURIComponent(origin)}`, { token })).body.allowed;
    expect([await ask(ORIGIN), await ask('https://evil.example')]).toEqual([true, false]);
  });

  it('must be origins, at most a hundred of them', async () => {
    const { status, body } = await put<object>([ORIGIN, 'https://app.example/path']);
    expect(status).toBe(422);
    expect(JSON.stringify(body)).toContain('must end after the host or the port, without a path');
    expect(JSON.stringify(body)).toContain('origins');
    const many = Array.from({ length: 101 }, (_, n) => `https://a${n}.example`);
    for (const wrong of [many, ['x'.repeat(301)], [1], 'https://a.example', undefined]) {
      expect((await put(wrong)).status).toBe(422);
    }
  });

  it('are for administrators, and a refused change changes nothing', async () => {
    const person = await createPerson();
    for (const [options, status] of [
      [{ token: person.token }, 403],
      [{}, 401],
    ] as const) {
      expect((await call('GET', '/system/cors', options)).status).toBe(status);
      expect((await call('PUT', '/system/cors', { ...options, json: { origins: ['*'] } })).status).toBe(
        status,
      );
    }
    expect((await call<Cors>('GET', '/system/cors', { token })).body.origins).toEqual([
      ORIGIN,
      'https://*.example.com',
    ]);
  });

  it('leave an entry in the audit log when they change, and none when the change is refused', async () => {
    const change = async (caller: string, origins: unknown) => {
      const id = crypto.randomUUID();
      const headers = { 'X-Request-Id': id };
      await call('PUT', '/system/cors', { token: caller, json: { origins }, headers });
      return auditedBy(id);
    };
    const entry = { action: 'settings.changed', outcome: 'ok', target_type: 'settings', actor_role: 'ADMIN' };
    const target = { target_id: null, target_name: 'allowed origins' };
    expect(await change(token, [ORIGIN])).toMatchObject([
      { ...entry, ...target, details: { origins: [ORIGIN] } },
    ]);
    expect(await change(token, null)).toMatchObject([{ ...entry, details: { origins: null } }]);
    expect(await change((await createPerson()).token, ['*'])).toEqual([]);
  });

  it('are gone once they are removed, and those of the environment come back', async () => {
    await put([]);
    expect(await allowed(ORIGIN)).toBeNull();
    await put(null);
    expect(await allowed(ORIGIN)).toBe('*');
  });
});
