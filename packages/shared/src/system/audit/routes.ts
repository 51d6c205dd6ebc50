import { errors, json, route, security } from '../../contract/route.ts';
import { AuditPage, ListAudit } from './schema.ts';

export const listAudit = route({
  method: 'get',
  path: '/system/audit',
  operationId: 'listAudit',
  summary: 'List what was done, by whom and from where, newest first (ADMIN)',
  description:
    'Logins, and changes of users, tables, buckets, files and settings, and SQL. Changes of rows are not among them: the change feed has those. Entries are kept for `AUDIT_RETENTION_DAYS`.',
  tags: ['System'],
  security: security.token,
  request: { query: ListAudit },
  responses: { 200: json(AuditPage, 'A page of entries'), ...errors(401, 403) },
});
