import { createPeople } from '@selfdb/server/testing/people';
import { rows, value } from '@selfdb/server/testing/postgres';

/** Users with sessions, inserted without the API. */
export const { createAdmin, createPerson } = createPeople({ rows, value });
