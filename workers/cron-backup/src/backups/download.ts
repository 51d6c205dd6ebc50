import type { AppHandler } from '@selfdb/server/http/context';
import type { downloadBackup } from '@selfdb/shared/backups/routes';
import { AppError } from '@selfdb/shared/errors';
import type { BackupBindings } from '../bindings.ts';
import { askHost, refuseUnlessOk } from '../host/ask-host.ts';
import { recordInAudit, requireAdministrator } from './service.ts';

const PASSED_ON = ['Range', 'If-Range'];
const PASSED_BACK = ['Accept-Ranges', 'Content-Length', 'Content-Range', 'ETag', 'Last-Modified'];

/** `GET /backups/{filename}/download`: streams what the host answers. */
export const download: AppHandler<typeof downloadBackup, BackupBindings> = async (c) => {
  const { filename } = c.req.valid('param');
  await requireAdministrator(c);
  const given = PASSED_ON.flatMap((name) => {
    const value = c.req.header(name);
    return value === undefined ? [] : [[name, value] as [string, string]];
  });
  const answer = await askHost(c, `/backups/${filename}/bytes`, { method: c.req.method, headers: given });
  if (answer.status === 416) {
    c.header('Content-Range', answer.headers.get('Content-Range') ?? undefined);
    throw new AppError('range_not_satisfiable', 'The range is outside the archive.');
  }
  await refuseUnlessOk(answer);
  await recordInAudit(c, { action: 'backup.downloaded', filename });
  const headers = Object.fromEntries(
    PASSED_BACK.flatMap((name) => {
      const value = answer.headers.get(name);
      return value === null ? [] : [[name, value]];
    }),
  );
  return c.newResponse(answer.body, answer.status === 206 ? 206 : 200, {
    ...headers,
    // Otherwise the runtime would take it for an encoding, or a browser for a page.
    'Content-Type': 'application/octet-stream',
    'Content-Disposition': `attachment; filename="${filename}"`,
    'Cache-Control': 'no-store',
  });
};
