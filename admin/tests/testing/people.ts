import { randomBytes } from 'node:crypto';
import { inject } from 'vitest';
import { apiOf } from './api.ts';

/** A user made for one test. */
export interface Person {
  id: string;
  email: string;
  password: string;
  firstName: string;
}

export const adminApi = () => apiOf(inject('system'), inject('adminToken'));

/** Text that no other test uses. */
export function unique(prefix: string): string {
  return `${prefix}${randomBytes(5).toString('hex')}`;
}

/** Creates a user. With a password of their own unless one is given. */
export async function createPerson(
  role: 'USER' | 'ADMIN' = 'USER',
  password: string = randomBytes(12).toString('hex'),
): Promise<Person> {
  const firstName = unique('Ada');
  const email = `${firstName.toLowerCase()}@example.com`;
  const { id } = await adminApi().send('POST', '/users', {
    email,
    password,
    firstName,
    lastName: 'Lovelace',
    role,
  });
  return { id: String(id), email, password, firstName };
}

/** The administrator that the system began with. */
export function firstAdministrator(): Pick<Person, 'email' | 'password'> {
  const { adminEmail, adminPassword } = inject('system');
  return { email: adminEmail, password: adminPassword };
}
