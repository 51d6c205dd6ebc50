import { IdParam, Message, NoQuery } from '../contract/common.ts';
import { errors, json, jsonBody, route, security } from '../contract/route.ts';
import { RestorableTimes, RestoreTo, StartedRestoreTo } from './moment-schema.ts';
import { BackupJob } from './schema.ts';

const tags = ['Backups'];

export const getRestorableTimes = route({
  method: 'get',
  path: '/backups/moments',
  operationId: 'getRestorableTimes',
  summary: 'Get which times can be restored (ADMIN)',
  description: 'Any second between `oldest` and `newest`, with `BACKUP_PITR_DAYS` and the embedded Postgres.',
  tags,
  security: security.token,
  request: { query: NoQuery },
  responses: { 200: json(RestorableTimes, 'The times'), ...errors(401, 403) },
});

export const restoreTo = route({
  method: 'post',
  path: '/backups/restore-to',
  operationId: 'restoreTo',
  summary: 'Recover the database of a time (ADMIN)',
  description:
    'Runs in the background, beside the present database, which stays as it is. At the step `waiting`, the job shows what it has `found`: `POST /backups/jobs/{id}/confirm` then puts it in place, `DELETE /backups/jobs/{id}` drops it. Without an answer it is dropped after 30 minutes. 409 if no time can be restored or another job runs, 422 for a time that can not be restored.',
  tags,
  security: security.token,
  request: { query: NoQuery, body: jsonBody(RestoreTo) },
  responses: { 202: json(StartedRestoreTo, 'It has begun'), ...errors(400, 401, 403, 409, 413, 415, 507) },
});

export const confirmRestoreTo = route({
  method: 'post',
  path: '/backups/jobs/{id}/confirm',
  operationId: 'confirmRestoreTo',
  summary: 'Replace everything by the recovered database (ADMIN)',
  description:
    'For a job at the step `waiting`; 409 for others. The system restarts on the recovered database within seconds, and all sessions end. The database before is kept for a day: `./selfdb restore --undo`.',
  tags,
  security: security.token,
  request: { query: NoQuery, params: IdParam },
  responses: { 202: json(BackupJob, 'It has begun'), ...errors(401, 403, 404, 409) },
});

export const cancelRestoreTo = route({
  method: 'delete',
  path: '/backups/jobs/{id}',
  operationId: 'cancelRestoreTo',
  summary: 'Drop what a restore to a time has recovered (ADMIN)',
  description:
    'Before it is confirmed, also while it recovers. Its status is then `cancelled`, and nothing has changed. 409 for other jobs, also for those of commands.',
  tags,
  security: security.token,
  request: { query: NoQuery, params: IdParam },
  responses: { 200: json(Message, 'It is dropped'), ...errors(401, 403, 404, 409) },
});
