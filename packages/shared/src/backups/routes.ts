import { IdParam, Message, NoQuery } from '../contract/common.ts';
import { bytes, errors, json, jsonBody, optionalJsonBody, route, security } from '../contract/route.ts';
import { z } from '../contract/zod.ts';
import {
  Backup,
  BackupJob,
  BackupParams,
  BackupSchedule,
  CreateBackup,
  SetBackupSchedule,
  StartedJob,
  UploadedRestore,
  VerifyBackup,
} from './schema.ts';

const tags = ['Backups'];
const content = { 'application/octet-stream': { schema: bytes } };

export const listBackups = route({
  method: 'get',
  path: '/backups',
  operationId: 'listBackups',
  summary: 'List backups, newest first (ADMIN)',
  description: 'Also the one that is being made, and those that failed.',
  tags,
  security: security.token,
  request: { query: NoQuery },
  responses: { 200: json(Backup.array(), 'The backups'), ...errors(401, 403) },
});

export const createBackup = route({
  method: 'post',
  path: '/backups',
  operationId: 'createBackup',
  summary: 'Make a backup (ADMIN)',
  description:
    'Runs in the background. `GET /backups/jobs/{id}` reports the progress. Only one backup, verification or restore runs at a time: 409.',
  tags,
  security: security.token,
  request: { query: NoQuery, body: optionalJsonBody(CreateBackup) },
  responses: { 202: json(StartedJob, 'It has begun'), ...errors(400, 401, 403, 409, 413, 415) },
});

export const getBackupJob = route({
  method: 'get',
  path: '/backups/jobs/{id}',
  operationId: 'getBackupJob',
  summary: 'Get a job of backups (ADMIN)',
  description: 'The last 50 jobs are kept. A restore ends all sessions: sign in again to read how it ended.',
  tags,
  security: security.token,
  request: { query: NoQuery, params: IdParam },
  responses: { 200: json(BackupJob, 'The job'), ...errors(401, 403, 404) },
});

export const downloadBackup = route({
  method: 'get',
  path: '/backups/{filename}/download',
  operationId: 'downloadBackup',
  summary: 'Download a backup (ADMIN)',
  description:
    'Supports `Range` and `If-Range`. An archive that is not encrypted holds every secret of the system.',
  tags,
  security: security.token,
  request: { query: NoQuery, params: BackupParams },
  responses: {
    200: { description: 'The archive', content },
    206: { description: 'The range', content },
    ...errors(401, 403, 404, 416),
  },
});

export const deleteBackup = route({
  method: 'delete',
  path: '/backups/{filename}',
  operationId: 'deleteBackup',
  summary: 'Delete a backup (ADMIN)',
  tags,
  security: security.token,
  request: { query: NoQuery, params: BackupParams },
  responses: { 200: json(Message, 'Deleted'), ...errors(401, 403, 404, 409) },
});

export const verifyBackup = route({
  method: 'post',
  path: '/backups/{filename}/verify',
  operationId: 'verifyBackup',
  summary: 'Verify a backup (ADMIN)',
  description: 'Runs in the background: reads the archive and compares it with its manifest.',
  tags,
  security: security.token,
  request: { query: NoQuery, params: BackupParams, body: optionalJsonBody(VerifyBackup) },
  responses: { 202: json(StartedJob, 'It has begun'), ...errors(400, 401, 403, 404, 409, 413, 415) },
});

export const restoreBackup = route({
  method: 'post',
  path: '/backups/{filename}/restore',
  operationId: 'restoreBackup',
  summary: 'Replace everything by a backup (ADMIN)',
  description:
    'Runs in the background, all or nothing: users, tables and files become those of the backup, and all sessions end. The database before is kept for a day.',
  tags,
  security: security.token,
  request: { query: NoQuery, params: BackupParams },
  responses: { 202: json(StartedJob, 'It has begun'), ...errors(401, 403, 404, 409) },
});

export const restoreUploadedBackup = route({
  method: 'post',
  path: '/backups/restore',
  operationId: 'restoreUploadedBackup',
  summary: 'Restore a backup into a new system',
  description:
    'Only while nobody has ever logged in; afterwards 403. The answer comes when the restore is done. A bad archive is 422 and changes nothing.',
  tags,
  security: security.key,
  request: {
    query: NoQuery,
    body: {
      required: true,
      content: {
        'multipart/form-data': {
          schema: z.any().openapi('RestoreForm', {
            type: 'object',
            required: ['file'],
            additionalProperties: false,
            properties: { file: { type: 'string', format: 'binary' } },
          }),
        },
      },
    },
  },
  responses: { 200: json(UploadedRestore, 'Restored'), ...errors(400, 401, 403, 409, 413, 415, 507) },
});

export const getBackupSchedule = route({
  method: 'get',
  path: '/backups/schedule',
  operationId: 'getBackupSchedule',
  summary: 'Get the schedule of backups (ADMIN)',
  tags,
  security: security.token,
  request: { query: NoQuery },
  responses: { 200: json(BackupSchedule, 'The schedule'), ...errors(401, 403) },
});

export const setBackupSchedule = route({
  method: 'put',
  path: '/backups/schedule',
  operationId: 'setBackupSchedule',
  summary: 'Set the schedule of backups (ADMIN)',
  description: 'Takes the place of `BACKUP_SCHEDULE_CRON` and `BACKUP_RETENTION_DAYS` from then on.',
  tags,
  security: security.token,
  request: { query: NoQuery, body: jsonBody(SetBackupSchedule) },
  responses: { 200: json(BackupSchedule, 'The schedule'), ...errors(400, 401, 403, 413, 415) },
});
