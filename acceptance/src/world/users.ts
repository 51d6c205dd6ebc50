import { randomBytes } from 'node:crypto';
import { expect, inject } from 'vitest';
import { type Caller, createClient } from '../clients/client.ts';

export const system = inject('system');
export const client = createClient(system.baseUrl, system.apiKey);
export const anyone = client.as(undefined);

export const PASSWORD = 'a plain pass phrase';
export const UNKNOWN_ID = '0199a000-0000-7000-8000-000000000000';

/** A word that no other test uses. */
export const marker = (prefix = 'm') => `${prefix}_${randomBytes(6).toString('hex')}`;
export const email = (prefix = 'user') => `${marker(prefix)}@acceptance.example.com`;

export interface User {
  id: string;
  email: string;
  firstName: string;
  lastName: string;
  role: 'USER' | 'ADMIN';
  isActive: boolean;
  createdAt: string;
  updatedAt: string;
}

export interface Tokens {
  access_token: string;
  refresh_token: string;
  token_type: string;
  expires_in: number;
}

export interface Person extends Caller {
  user: User;
  id: string;
  email: string;
  password: string;
  tokens: Tokens;
}

export interface NewUser {
  email?: string;
  password?: string;
  firstName?: string;
  lastName?: string;
  role?: string;
}

export const newUser = (over: NewUser = {}) => ({
  email: email(),
  password: PASSWORD,
  firstName: 'Ada',
  lastName: 'Lovelace',
  ...over,
});

export async function logIn(login: string, password = PASSWORD): Promise<Tokens> {
  const answer = await anyone.post<Tokens>('/users/token', { email: login, password });
  expect(answer.status, answer.text).toBe(200);
  return answer.body;
}

export const admin = client.as(
  inject('adminToken') || (await logIn(system.adminEmail, system.adminPassword)).access_token,
);

/** Makes a user without logging in: one password hash instead of two. */
export async function createUser(over: NewUser = {}): Promise<User> {
  const answer = await admin.post<User>('/users/', newUser(over));
  expect(answer.status, answer.text).toBe(201);
  return answer.body;
}

export async function createPerson(over: NewUser = {}): Promise<Person> {
  const user = await createUser(over);
  const password = over.password ?? PASSWORD;
  const tokens = await logIn(user.email, password);
  return { ...client.as(tokens.access_token), user, id: user.id, email: user.email, password, tokens };
}

export const createAdmin = (over: NewUser = {}) => createPerson({ role: 'ADMIN', ...over });
