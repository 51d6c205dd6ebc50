import { parseEnv } from 'node:util';

const UNIT_SECONDS = new Map([
  ['SECONDS', 1],
  ['MINUTES', 60],
  ['HOURS', 3600],
  ['DAYS', 86_400],
]);
const LIFETIME = /^(?<kind>ACCESS|REFRESH)_TOKEN_[A-Z_]*?(?<unit>SECONDS|MINUTES|HOURS|DAYS)$/;

/** Settings that mean the same here. What an archive contains is shown only if it looks like a value of them. */
const SAME = new Map([
  ['BACKUP_RETENTION_DAYS', /^\d{1,5}$/],
  ['BACKUP_SCHEDULE_CRON', /^[\d*/, A-Za-z-]{1,100}$/],
]);

/** Sentences about what a person may copy from the `.env` of SelfDB 0.0.5. They contain no secret. */
export function environmentNotes(environment: string | undefined): string[] {
  if (environment === undefined) return [];
  const settings = Object.entries(parseEnv(environment));
  const lines = settings.flatMap(([name, value = '']) => toSetting(name, value.trim()) ?? []).sort();
  const notes: string[] = [];
  if (lines.length > 0)
    notes.push(
      `The configuration is not restored. To keep its values, set in your .env: ${lines.join(', ')}.`,
    );
  if (settings.some(([name]) => name === 'API_KEY'))
    notes.push(
      "If clients should go on with their API key, copy API_KEY from the archive's .env to yours, or restore by `selfdb restore <file> --take-api-key`.",
    );
  return notes;
}

function toSetting(name: string, value: string): string | undefined {
  const { kind, unit = '' } = LIFETIME.exec(name)?.groups ?? {};
  if (kind !== undefined && /^\d{1,9}$/.test(value))
    return `${kind}_TOKEN_TTL_SECONDS=${Number(value) * (UNIT_SECONDS.get(unit) ?? 1)}`;
  return SAME.get(name)?.test(value) ? `${name}=${value}` : undefined;
}
