import { z } from './zod.ts';

/** Who may read a table or bucket and add to it. */
export const Access = z.enum(['public', 'users', 'owner']).openapi('Access', {
  description:
    'public: any caller with the API key. users: any signed-in user. owner: the owner. Administrators always have access.',
});
export type Access = z.infer<typeof Access>;

/** The access that a body asks for, by `access` or `public`; undefined if it has neither. `privateMeans` is PRIVATE_MEANS. */
export function chosenAccess(
  body: { public?: boolean | null | undefined; access?: Access | null | undefined },
  privateMeans: Access,
): Access | undefined {
  if (body.access != null) return body.access;
  if (body.public == null) return undefined;
  return body.public ? 'public' : privateMeans;
}

/** Whether `public` and `access` of a body say the same. For `refine`, with `ACCESS_CONTRADICTION`. */
export function agreesOnAccess(body: {
  public?: boolean | null | undefined;
  access?: Access | null | undefined;
}): boolean {
  return body.access == null || body.public == null || body.public === (body.access === 'public');
}

export const ACCESS_CONTRADICTION = { path: ['access'], error: 'contradicts "public": send one of them' };
