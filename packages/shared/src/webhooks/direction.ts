import type { z } from '../contract/zod.ts';

export type Direction = 'inbound' | 'outbound';

/** Fields that only webhooks of one direction have. */
const FIELDS: Record<Direction, readonly string[]> = {
  inbound: ['function_id', 'provider', 'provider_event_type', 'require_signature', 'rate_limit_per_minute'],
  outbound: ['table', 'operations', 'target_url'],
};
const REQUIRED: Record<Direction, readonly string[]> = {
  inbound: ['function_id'],
  outbound: ['table', 'target_url'],
};

type Fields = Record<string, unknown>;
type Check = z.RefinementCtx;

/** The fields of a request that a webhook of this direction does not have. */
export function foreignFields(fields: object, direction: Direction): string[] {
  const other = direction === 'inbound' ? 'outbound' : 'inbound';
  return given(fields, FIELDS[other]);
}

/** For a new webhook: the fields are those of its direction, and none is missing. */
export function belongsTogether(
  fields: Fields & { direction?: Direction | undefined },
  context: Check,
): void {
  const { direction = 'inbound' } = fields;
  for (const name of foreignFields(fields, direction)) refuse(context, name, notOf(direction));
  for (const name of REQUIRED[direction])
    if (fields[name] === undefined) refuse(context, name, `is required for an ${direction} webhook`);
}

/** For a change: no field of one direction with one of the other. */
export function suitsOneDirection(fields: Fields, context: Check): void {
  if (given(fields, FIELDS.inbound).length === 0) return;
  for (const name of given(fields, FIELDS.outbound)) refuse(context, name, notOf('inbound'));
}

/** The rest of a sentence that begins with a field. */
export function notOf(direction: Direction): string {
  return `is not a field of ${direction} webhooks`;
}

function given(fields: object, names: readonly string[]): string[] {
  return names.filter((name) => ((fields as Fields)[name] ?? undefined) !== undefined);
}

function refuse(context: Check, name: string, message: string): void {
  context.addIssue({ code: 'custom', path: [name], message });
}
