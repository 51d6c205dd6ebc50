import { expect } from 'vitest';
import { type Caller, createClient } from '../clients/client.ts';
import type { OwnSystem } from '../system-under-test/own-system.ts';
import { newUser, PASSWORD, type Tokens, type User } from '../world/users.ts';

/** A user of a system of the suite's own. */
export interface Member extends Caller {
  id: string;
  tokens: Tokens;
}

/** Registers without a token, and logs in. */
export async function createMember({ system }: OwnSystem): Promise<Member> {
  const client = createClient(system.baseUrl, system.apiKey);
  const anyone = client.as(undefined);
  const created = await anyone.post<User>('/users/', newUser());
  expect(created.status, created.text).toBe(201);
  const { id, email } = created.body;
  const { body } = await anyone.post<Tokens>('/users/token', { email, password: PASSWORD });
  return { ...client.as(body.access_token), id, tokens: body };
}
