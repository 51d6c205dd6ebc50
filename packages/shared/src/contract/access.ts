import { z } from './zod.ts';

/** Who reads a table or bucket and adds to it. */
export const Access = z.enum(['public', 'users', 'owner']).openapi('Access', {
  description:
    'public: any caller with the API key. users: any signed-in user. owner: the owner. Administrators always have access.',
});
export type Access = z.infer<typeof Access>;

/**
 * What a body asks for: its `access`, or what its `public` stands for; undefined when it names neither. `privateMeans` is
 * the setting PRIVATE_MEANS.
 */
export function chosenAccess(
  body: { public?: boolean | null | undefined; access?: Access | null | undefined },
  privateMeans: Access,
): Access | undefined {
  if (body.access != null) return body.access;
  if (body.public == null) return undefined;
  return body.public ? 'public' : privateMeans;
}

/** For a body's `refine`, with `DISAGREES`: that `public` and `access` do not say two things. */
export function agreesOnAccess(body: {
  public?: boolean | null | undefined;
  access?: Access | null | undefined;
}): boolean {
  return body.access == null || body.public == null || body.public === (body.access === 'public');
}

export const DISAGREES = { path: ['access'], error: 'contradicts "public": send one of them' };
