import type { UserRead } from '@selfdb/sdk';

/** What a form says about a user. */
export type UserDraft = Pick<UserRead, 'email' | 'firstName' | 'lastName' | 'role'>;

/** A sentence for each field that can't be saved. */
export type DraftProblems = Partial<Record<'email' | 'firstName' | 'lastName', string>>;

const MAX_NAME = 100;
const MIN_PASSWORD = 8;
const MAX_PASSWORD = 128;

/** What the server would refuse of a draft. */
export function problemsOfDraft(draft: UserDraft): DraftProblems {
  const first = problemOfName(draft.firstName, 'first name');
  const last = problemOfName(draft.lastName, 'last name');
  return {
    ...(isEmail(draft.email) ? {} : { email: 'Enter an e-mail address, such as ada@example.com.' }),
    ...(first ? { firstName: first } : {}),
    ...(last ? { lastName: last } : {}),
  };
}

/** Why a password can't be set; undefined if it can. */
export function problemOfPassword(password: string): string | undefined {
  const { length } = [...password];
  if (length < MIN_PASSWORD) return `Use at least ${MIN_PASSWORD} characters.`;
  return length > MAX_PASSWORD ? `Use at most ${MAX_PASSWORD} characters.` : undefined;
}

/** The fields in which a draft differs from the user. */
export function changesOfDraft(user: UserRead, draft: UserDraft): Partial<UserDraft> {
  return {
    ...(draft.email.trim() === user.email ? {} : { email: draft.email.trim() }),
    ...(draft.firstName === user.firstName ? {} : { firstName: draft.firstName }),
    ...(draft.lastName === user.lastName ? {} : { lastName: draft.lastName }),
    ...(draft.role === user.role ? {} : { role: draft.role }),
  };
}

function problemOfName(name: string, what: string): string | undefined {
  if (name.trim() === '') return `Enter a ${what}.`;
  return [...name].length > MAX_NAME ? `Use at most ${MAX_NAME} characters.` : undefined;
}

/** Only the shape: the server has the last word. */
function isEmail(text: string): boolean {
  const [name = '', domain = '', ...more] = text.trim().split('@');
  return name !== '' && domain.includes('.') && !/\s/.test(text.trim()) && more.length === 0;
}
