import type { ApiCall } from '../snippets/call.ts';

const SWEEPING: Record<string, string> = {
  updateRows: 'This changes every row that the filter matches, in the real database.',
  deleteFiles: 'This deletes files for good.',
  logout: 'This ends your session in the dashboard, too.',
  logoutAll: 'This ends all your sessions, in the dashboard, too.',
  changePassword: 'This changes your password and ends your other sessions.',
};

/** What a person should know before the request is sent. Undefined for what does no harm. */
export function dangerOf({ operationId, method, body, query }: ApiCall): string | undefined {
  if (query.dry_run === 'true') return undefined;
  if (operationId === 'runSql') {
    const value = body?.kind === 'json' ? body.value : undefined;
    const isReading =
      typeof value === 'object' && value !== null && 'read_only' in value && value.read_only === true;
    return isReading
      ? undefined
      : 'This runs the SQL in the real database. With "read_only": true it can change nothing.';
  }
  if (method === 'DELETE') return 'This deletes for good, in the real system.';
  return SWEEPING[operationId];
}
