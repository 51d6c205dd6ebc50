import { describe, expect, it } from 'vitest';
import { expectProblem, expectStatus, UUID } from '../expectations.ts';
import { admin, anyone, client, createPerson, system } from '../world/users.ts';

describe('GET /health', () => {
  it('is 200 with the state of each service while all is well', async () => {
    const answer = await client.call<{ status: string; services: object }>('GET', '/health', {
      apiKey: null,
    });
    expectStatus(answer, 200);
    expect(answer.body.status).toBe('ok');
    expect(Object.keys(answer.body.services).length).toBeGreaterThan(0);
    expect(answer.text).not.toMatch(/127\.0\.0\.1|localhost|password|postgres:\/\//);
  });

  it('may be read with a wrong key and a wrong token too', async () => {
    const headers = { Authorization: 'Bearer garbage' };
    expectStatus(await client.call('GET', '/health', { apiKey: 'wrong', headers }), 200);
  });
});

describe('GET /system/status', () => {
  it('tells anyone with the key whether the system is set up, and its version', async () => {
    const answer = await anyone.get<{ initialized: boolean; version: string }>('/system/status');
    expectStatus(answer, 200);
    expect(Object.keys(answer.body).sort()).toEqual(['initialized', 'version']);
    expect(answer.body).toMatchObject({
      initialized: true,
      version: expect.stringMatching(/^\d+\.\d+\.\d+/),
    });
  });

  it('tells a user no more than that', async () => {
    const person = await createPerson();
    expect(Object.keys((await person.get<object>('/system/status')).body).sort()).toEqual([
      'initialized',
      'version',
    ]);
  });

  it('shows an ADMIN each service with state and version', async () => {
    const answer = await admin.get<Record<string, unknown>>('/system/status');
    expectStatus(answer, 200);
    expect(answer.body).toMatchObject({ initialized: true, services: expect.anything() });
    expect(JSON.stringify(answer.body.services)).toMatch(/version/);
    expect(answer.text).not.toContain(system.apiKey);
  });

  it('refuses a token that is not good', async () => {
    expectProblem(await client.as('garbage').get('/system/status'), 401);
  });
});

describe('GET /', () => {
  it('is open', async () => {
    expectStatus(await client.call('GET', '/', { apiKey: null }), 200);
  });
});

describe.skipIf(system.frontendUrl === null)('the dashboard door', () => {
  const door = (path: string, headers: Record<string, string> = {}) =>
    fetch(`${system.frontendUrl}${path}`, { headers, redirect: 'manual' });

  it('serves the API under /api, prefix stripped', async () => {
    expect((await door('/api/health')).status).toBe(200);
    expect((await door('/api/tables/')).status).toBe(401);
    expect((await door('/api/tables/', { 'X-API-Key': system.apiKey })).status).toBe(200);
    const login = await fetch(`${system.frontendUrl}/api/users/token`, {
      method: 'POST',
      headers: { 'X-API-Key': system.apiKey, 'Content-Type': 'application/json' },
      body: JSON.stringify({}),
    });
    expect(login.status).toBe(422);
  });

  it('lets no page of another origin frame it, and sends no referrer', async () => {
    for (const path of ['/', '/nope.js']) {
      const { headers } = await door(path);
      const policy = headers.get('content-security-policy')?.split('; ');
      for (const rule of [
        "default-src 'none'",
        "frame-ancestors 'none'",
        "base-uri 'none'",
        "form-action 'self'",
      ]) {
        expect(policy).toContain(rule);
      }
      expect(headers.get('x-frame-options')).toBe('DENY');
      expect(headers.get('x-content-type-options')).toBe('nosniff');
      expect(headers.get('referrer-policy')).toBe('no-referrer');
      expect(headers.get('cross-origin-opener-policy')).toBe('same-origin');
      expect(headers.get('x-request-id')).toMatch(UUID);
    }
  });

  it('serves a page at its root', async () => {
    const page = await door('/');
    expect(page.status).toBe(200);
    expect(page.headers.get('content-type')).toMatch(/text\/html/);
  });
});
