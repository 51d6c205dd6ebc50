import type { PresenceMeta } from '@selfdb/sdk';

const MAX_LENGTH = 300;

/** What a client says of itself, without what the server adds. Empty if it says nothing. */
export function shownMeta({
  user_id: _user,
  phx_ref: _ref,
  phx_ref_prev: _before,
  ...said
}: PresenceMeta): string {
  if (Object.keys(said).length === 0) return '';
  const text = JSON.stringify(said);
  return text.length > MAX_LENGTH ? `${text.slice(0, MAX_LENGTH)}…` : text;
}
