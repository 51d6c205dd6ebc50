import { openAccessToken } from '@selfdb/server/auth/tokens';
import { PASSWORD } from '@selfdb/server/testing/people';
import { rows } from '@selfdb/server/testing/postgres';
import { SECRETS } from '@selfdb/server/testing/secrets';
import type { Tokens } from '@selfdb/shared/users/schema';
import { expect, it } from 'vitest';
import { call } from '../testing/client.ts';
import { createPerson } from '../testing/people.ts';

async function wasAdmin(tokens: Tokens): Promise<boolean> {
  const { principal } = await openAccessToken(SECRETS.SECRET_KEY, tokens.access_token);
  return principal.wasAdmin === true;
}

it('tokens say whether they were signed for an ADMIN, and the next tokens are up to date', async () => {
  for (const [role, other] of [
    ['ADMIN', 'USER'],
    ['USER', 'ADMIN'],
  ] as const) {
    const person = await createPerson({ role });
    const login = { email: person.email, password: PASSWORD };
    const first = await call<Tokens>('POST', '/users/token', { json: login });
    expect(await wasAdmin(first.body)).toBe(role === 'ADMIN');
    await rows('update selfdb.users set role = $2 where id = $1', [person.userId, other]);
    const { refresh_token } = first.body;
    const next = await call<Tokens>('POST', '/users/token/refresh', { json: { refresh_token } });
    expect(await wasAdmin(next.body)).toBe(other === 'ADMIN');
  }
});
