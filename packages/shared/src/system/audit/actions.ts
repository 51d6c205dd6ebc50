/** What the audit log tells of, as `noun.verb`. */
export const AUDIT_ACTIONS = [
  'user.login',
  'user.login_failed',
  'user.logout',
  'user.created',
  'user.updated',
  'user.role_changed',
  'user.password_changed',
  'user.deleted',
  'session.revoked',
  'table.created',
  'table.altered',
  'table.deleted',
  'column.created',
  'column.altered',
  'column.deleted',
  'index.created',
  'index.deleted',
  'bucket.created',
  'bucket.updated',
  'bucket.deleted',
  'file.uploaded',
  'file.updated',
  'file.moved',
  'file.copied',
  'file.deleted',
  'folder.moved',
  'folder.deleted',
  'sql.executed',
  'settings.changed',
] as const;
export type AuditAction = (typeof AUDIT_ACTIONS)[number];

export const AUDIT_TARGETS = ['user', 'table', 'bucket', 'file', 'sql', 'settings'] as const;
export type AuditTarget = (typeof AUDIT_TARGETS)[number];
