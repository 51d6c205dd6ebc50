import { startOf } from '../script/script-event.ts';

/** SQLSTATE of a role, a setting or another object that is not there. */
const UNDEFINED_OBJECT = '42704';

export function isAboutMissingObject(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === UNDEFINED_OBJECT;
}

/** The sentence about a statement that names a role of another server. */
export function leftOutForRole(sql: string): string {
  return `Left out, because its role is missing: ${startOf(sql)}`;
}
