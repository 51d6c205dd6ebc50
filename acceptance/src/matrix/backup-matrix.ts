import { adminOnly, anyCaller, type Operation } from './operation.ts';

/** No walk may replace the system that others are testing, so the backup that it names is none. */
const missing = (rest: string) => () => `/backups/selfdb_backup_20200101_000000.tar.gz${rest}`;

const FORM =
  '--limit\r\nContent-Disposition: form-data; name="file"; filename="a"\r\n\r\nnone\r\n--limit--\r\n';

/** The operations on backups. */
export const BACKUP_MATRIX: Record<string, Operation> = {
  'GET /backups': { outcome: adminOnly(200) },
  // One is made at a time, whoever asks.
  'POST /backups': { outcome: adminOnly([202, 409]), body: () => ({ name: 'walk' }) },
  'GET /backups/jobs/{id}': { outcome: adminOnly(404), path: ({ jobId }) => `/backups/jobs/${jobId}` },
  // No moments are kept here.
  'GET /backups/moments': { outcome: adminOnly(200) },
  'POST /backups/restore-to': { outcome: adminOnly(409), body: () => ({ to: '2026-01-31T08:15:30Z' }) },
  'POST /backups/jobs/{id}/confirm': {
    outcome: adminOnly(404),
    path: ({ jobId }) => `/backups/jobs/${jobId}/confirm`,
  },
  'DELETE /backups/jobs/{id}': { outcome: adminOnly(404), path: ({ jobId }) => `/backups/jobs/${jobId}` },
  'GET /backups/schedule': { outcome: adminOnly(200) },
  'PUT /backups/schedule': { outcome: adminOnly(200), body: () => ({ cron: '' }) },
  'GET /backups/{filename}/download': { outcome: adminOnly(404), path: missing('/download') },
  'DELETE /backups/{filename}': { outcome: adminOnly(404), path: missing('') },
  'POST /backups/{filename}/verify': { outcome: adminOnly(404), path: missing('/verify'), body: () => ({}) },
  'POST /backups/{filename}/restore': { outcome: adminOnly(404), path: missing('/restore') },
  // Somebody has logged in.
  'POST /backups/restore': {
    outcome: anyCaller(403),
    bytes: FORM,
    headers: () => ({ 'Content-Type': 'multipart/form-data; boundary=limit' }),
  },
};
