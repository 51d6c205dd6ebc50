import { createPeople } from '@selfdb/shared/testing/people';
import { rows, value } from './sql.ts';

/** Users with sessions, made past the API. */
export const { createAdmin, createPerson } = createPeople({ rows, value });
