import { createPeople } from '@selfdb/shared/testing/people';
import { rows, value } from '@selfdb/shared/testing/postgres';

/** Users with sessions, made past the API. */
export const { createAdmin, createPerson } = createPeople({ rows, value });
