import { createPeople } from '@selfdb/server/testing/people';
import { rows, value } from './sql.ts';

/** Users with sessions, created without the API. */
export const { createAdmin, createPerson } = createPeople({ rows, value });
