import type { AuditEntry } from '@selfdb/sdk';
import { counted } from '../../../ui/format/numbers.ts';
import { formatTime } from '../../../ui/format/times.ts';
import type { Item, RowsItem } from './item.ts';

/** A line in words: "anna@example.com", "created the table", "books", "with 5 columns". */
export interface Sentence {
  who: string;
  does: string;
  what?: string | undefined;
  more?: string | undefined;
}

/** What a line says. */
export function sentenceOf(item: Item): Sentence {
  return item.kind === 'rows' ? ofRows(item) : ofEntry(item.entry);
}

/** The sentence as one text, for search, export and screen readers. */
export function textOf(item: Item): string {
  const { who, does, what, more } = sentenceOf(item);
  return [who, does, what, more].filter((part) => part !== undefined && part !== '').join(' ');
}

function ofRows({ table, inserted, updated, deleted }: RowsItem): Sentence {
  const total = inserted + updated + deleted;
  const kinds = [
    [inserted, 'added'],
    [updated, 'changed'],
    [deleted, 'deleted'],
  ] as const;
  const used = kinds.filter(([count]) => count > 0);
  if (used.length === 1) {
    return {
      who: counted(total, 'row'),
      does: `${total === 1 ? 'was' : 'were'} ${used[0]?.[1]} in`,
      what: table,
    };
  }
  const more = `(${used.map(([count, verb]) => `${count} ${verb}`).join(', ')})`;
  return { who: counted(total, 'row'), does: 'changed in', what: table, more };
}

function ofEntry(entry: AuditEntry): Sentence {
  const { actor, target_name: name, target_id: id } = entry;
  const isSelf = actor !== null && actor.id === id;
  const build = SENTENCES[entry.action];
  const sentence = build?.(entry, isSelf) ?? { does: `did “${entry.action}”`, what: name ?? undefined };
  return { who: actor?.email ?? 'Someone', ...sentence };
}

type Part = Partial<Sentence> & { does: string };
type Build = (entry: AuditEntry, isSelf: boolean) => Part;

const named =
  (does: string): Build =>
  ({ target_name }) => ({ does, what: target_name ?? undefined });

const inTable =
  (does: string, part: string): Build =>
  ({ details, target_name }) => ({ does, what: text(details[part]), more: `in ${target_name}` });

const bySelfDB =
  (does: string, more: string): Build =>
  ({ target_name }) => ({ who: 'SelfDB', does, what: target_name ?? undefined, more });

const SENTENCES: Record<string, Build> = {
  'user.login': () => ({ does: 'signed in' }),
  'user.login_failed': ({ target_name, count }) =>
    target_name === null
      ? { does: 'failed to sign in with an unknown e-mail address', more: times(count) }
      : { does: 'failed to sign in as', what: target_name, more: times(count) },
  'user.logout': ({ details }) => ({
    does: Number(details.sessions) > 2 ? 'signed out everywhere' : 'signed out',
  }),
  'user.created': ({ target_name, details }, isSelf) =>
    isSelf
      ? { does: 'signed up' }
      : { does: `created the ${roleName(details.role)}`, what: target_name ?? '' },
  'user.updated': ({ target_name, details }, isSelf) => ({
    does: details.is_active === undefined ? 'changed' : details.is_active ? 'activated' : 'deactivated',
    what: isSelf ? 'their own profile' : (target_name ?? undefined),
  }),
  'user.role_changed': ({ target_name, details }) => ({
    does: 'made',
    what: target_name ?? undefined,
    more: details.role === 'ADMIN' ? 'an administrator' : 'an ordinary user',
  }),
  'user.password_changed': ({ target_name }, isSelf) =>
    isSelf
      ? { does: 'changed their password' }
      : { does: 'changed the password of', what: target_name ?? undefined },
  'user.deleted': ({ target_name }, isSelf) =>
    isSelf ? { does: 'deleted their account' } : { does: 'deleted the user', what: target_name ?? undefined },
  'session.revoked': ({ target_name, details }, isSelf) =>
    details.reason === 'refresh_token_reused'
      ? {
          who: 'SelfDB',
          does: 'ended a session of',
          what: target_name ?? undefined,
          more: 'because its refresh token was used twice',
        }
      : {
          does: `ended ${counted(Number(details.sessions ?? 1), 'session')} of`,
          what: isSelf ? 'themselves' : (target_name ?? undefined),
        },
  'table.created': ({ target_name, details }) => ({
    does: 'created the table',
    what: target_name ?? undefined,
    more: details.columns === undefined ? undefined : `with ${counted(Number(details.columns), 'column')}`,
  }),
  'table.altered': ({ target_name, details }) =>
    typeof details.name_before === 'string'
      ? { does: `renamed the table ${details.name_before} to`, what: target_name ?? undefined }
      : { does: 'changed the settings of the table', what: target_name ?? undefined },
  'table.deleted': named('deleted the table'),
  'column.created': inTable('added the column', 'column'),
  'column.altered': (entry) => {
    const { name_before: before } = entry.details;
    return inTable(
      typeof before === 'string' ? `renamed the column ${before} to` : 'changed the column',
      'column',
    )(entry, false);
  },
  'column.deleted': inTable('deleted the column', 'column'),
  'index.created': ({ target_name }) => ({
    does: 'created an index on the table',
    what: target_name ?? undefined,
  }),
  'index.deleted': inTable('deleted the index', 'index'),
  'bucket.created': named('created the bucket'),
  'bucket.updated': named('changed the bucket'),
  'bucket.deleted': named('deleted the bucket'),
  'file.uploaded': (entry) => ofFile('uploaded', entry),
  'file.updated': (entry) => ofFile('changed the file', entry),
  'file.moved': (entry) => ofFile('moved a file to', entry),
  'file.copied': (entry) => ofFile('copied a file to', entry),
  'file.deleted': (entry) =>
    entry.target_name === null
      ? { does: `deleted ${counted(Number(entry.details.files ?? 0), 'file')}` }
      : ofFile('deleted the file', entry),
  'folder.moved': ({ details, target_name }) => ({
    does: `moved the folder ${text(details.path_before)} to`,
    what: text(details.path),
    more: `in ${target_name}`,
  }),
  'folder.deleted': ({ details, target_name }) => ({
    does: `deleted ${counted(Number(details.files ?? 0), 'file')} in`,
    what: `${target_name}/${text(details.path) ?? ''}`,
  }),
  // The audit log has no text of statements, which may contain passwords.
  'sql.executed': ({ details, outcome }) => {
    const many = Number(details.statements) > 1 ? `${Number(details.statements)} queries` : 'a query';
    return {
      does: outcome === 'ok' ? `ran ${many}` : `ran ${many} that failed`,
      more:
        Array.isArray(details.kinds) && details.kinds.length > 0
          ? `(${details.kinds.join(', ')})`
          : undefined,
    };
  },
  'function.created': ({ target_name, details }) => ({
    does: 'created the function',
    what: target_name ?? undefined,
    more: details.deployed === false ? 'without deploying it' : undefined,
  }),
  'function.updated': ({ target_name, details }) => ({
    does: `changed ${partOfFunction(details.fields)}`,
    what: target_name ?? undefined,
  }),
  'function.deployed': ({ target_name, details }) => ({
    does: 'deployed the function',
    what: target_name ?? undefined,
    more: typeof details.version === 'number' ? `(version ${details.version})` : undefined,
  }),
  'function.deactivated': bySelfDB(
    'deactivated the function',
    'because it hung, crashed or used too much memory three times',
  ),
  'function.deleted': named('deleted the function'),
  'function.job_retried': named('ran a dead job again of the function'),
  'function.replayed': named('replayed changes to the function'),
  'webhook.created': named('created the webhook'),
  'webhook.updated': named('changed the webhook'),
  'webhook.deactivated': bySelfDB('deactivated the webhook', 'because its receiver answered 410 (Gone)'),
  'webhook.deleted': named('deleted the webhook'),
  'webhook.token_regenerated': named('replaced the URL of the webhook'),
  'webhook.secret_rotated': named('replaced the secret of the webhook'),
  'webhook.delivery_retried': named('ran a delivery again of the webhook'),
  'backup.created': named('began the backup'),
  'backup.downloaded': named('downloaded the backup'),
  'backup.deleted': named('deleted the backup'),
  'backup.restored': ({ target_name, actor }) => {
    // By a command, or before the first login.
    const who = actor === null ? { who: 'The database' } : {};
    if (isTime(target_name)) {
      const does = actor === null ? 'was restored to' : 'restored the database of';
      return { ...who, does, what: formatTime(target_name) };
    }
    const does = actor === null ? 'was restored from the backup' : 'began to restore the backup';
    return { ...who, does, what: target_name ?? undefined };
  },
  'backup.recovered': (entry) => ofMoment('began to recover the database of', entry),
  'backup.recovery_dropped': (entry) => ofMoment('dropped the recovered database of', entry),
  'backup.scheduled': () => ({ does: 'changed the schedule of backups' }),
  'settings.changed': ({ target_name }) =>
    target_name === null
      ? { does: 'changed the settings' }
      : { does: 'changed the setting', what: target_name },
};

/** What a change was about, if it was about one thing. */
function partOfFunction(fields: unknown): string {
  const [field, ...others] = Array.isArray(fields) ? fields : [];
  if (others.length > 0) return 'the function';
  if (field === 'code') return 'the code of the function';
  if (field === 'variables') return 'the variables of the function';
  return field === 'is_active' ? 'the state of the function' : 'the function';
}

/** A restore to a time has that time as its target, unlike the restore of a backup. */
function isTime(name: string | null): name is string {
  return name !== null && /^\d{4}-/.test(name);
}

function ofMoment(does: string, { target_name }: AuditEntry): Part {
  return { does, what: isTime(target_name) ? formatTime(target_name) : undefined };
}

function ofFile(does: string, { target_name, details }: AuditEntry): Part {
  const bucket = text(details.bucket);
  return { does, what: target_name ?? undefined, more: bucket === undefined ? undefined : `in ${bucket}` };
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

function times(count: number): string | undefined {
  return count > 1 ? `${counted(count, 'time')} within an hour` : undefined;
}

function roleName(role: unknown): string {
  return role === 'ADMIN' ? 'administrator' : 'user';
}
