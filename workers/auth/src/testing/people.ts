import * as shared from '@selfdb/server/testing/people';
import { rows, value } from '@selfdb/server/testing/postgres';

const people = shared.createPeople({ rows, value });

export const { isSessionAlive, stateOf } = people;

/** A person whose `id` is the id of the session. */
export interface Person extends shared.Person {
  id: string;
}

/** A user with a session, by default active and a USER. */
export const createPerson = async (options?: shared.PersonOptions): Promise<Person> =>
  withId(await people.createPerson(options));

export const createAdmin = async (options?: shared.PersonOptions): Promise<Person> =>
  withId(await people.createAdmin(options));

/** Another session of a user. */
export const createSession = async (userId: string) => withId(await people.createSession(userId));

function withId<S extends shared.Session>(session: S) {
  return { ...session, id: session.sessionId };
}
