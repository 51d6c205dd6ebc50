import type { OpenApiDocument } from './types.ts';

/** An example body of each schema. */
export const EXAMPLES: Record<string, unknown> = {
  Login: { email: 'ada@example.com', password: 'correct horse battery' },
  Refresh: { refresh_token: 'eyJhbGciOi…' },
  Logout: { refresh_token: 'eyJhbGciOi…' },
  CreateUser: {
    email: 'ada@example.com',
    password: 'correct horse battery',
    firstName: 'Ada',
    lastName: 'Lovelace',
  },
  UpdateMe: { firstName: 'Augusta' },
  UpdateUser: { role: 'ADMIN', isActive: true },
  ChangePassword: { current_password: 'correct horse battery', new_password: 'staple correct horse' },
  CreateTable: {
    name: 'books',
    public: true,
    table_schema: {
      title: { type: 'text', nullable: false },
      year: { type: 'integer' },
      tags: { type: 'text[]' },
      author_id: { type: 'uuid', references: { table: 'authors', column: 'id', on_delete: 'cascade' } },
    },
  },
  UpdateTable: { description: 'What we have read', realtime_enabled: true },
  AddColumn: { name: 'rating', type: 'numeric', nullable: true },
  UpdateColumn: { new_name: 'stars', type: 'integer' },
  CreateIndex: { columns: ['year', 'title'], unique: false },
  Row: { title: 'Dune', year: 1965, tags: ['sand'] },
  QueryRows: { filter: { year: { gte: 1966 }, title: { ilike: 'u%' } }, sort_by: 'year', page_size: 50 },
  RunSql: { query: 'select title from books where year > $1', params: [1966], read_only: true },
  CreateSqlHistoryEntry: {
    query: 'select title from books',
    read_only: true,
    row_count: 12,
    execution_time_ms: 1.5,
  },
  SendBroadcast: { topic: 'room:lobby', event: 'message', payload: { text: 'Dinner is ready' } },
  SetCors: { origins: ['https://app.example.com', 'https://*.example.com', 'http://localhost:5173'] },
  CreateBackup: { name: 'pre-migration' },
  VerifyBackup: { full: true },
  RestoreTo: { to: '2026-01-31T08:15:30Z' },
  SetBackupSchedule: { cron: '0 3 * * *', timezone: 'Europe/Berlin', retention_days: 14, verify: true },
  CreateSqlSnippet: { name: 'Old books', sql_code: 'select * from books where year < 1950' },
  UpdateSqlSnippet: { is_shared: true },
  CreateSqlTab: { name: 'Old books', query: 'select * from books where year < 1950' },
  UpdateSqlTab: { query: 'select * from books where year < 1900', updated_at: '2026-01-31T08:15:30.123Z' },
  CreateBucket: { name: 'avatars', public: true, max_file_size: 1_048_576, allowed_mime_types: ['image/*'] },
  UpdateBucket: { description: 'Pictures of users' },
  UpdateFile: { name: 'beach.jpg', metadata: { taken_in: 'Brighton' } },
  PlaceFile: { path: 'holiday/2026/beach.jpg' },
  MoveFolder: { bucket_id: '019888f0-0000-7000-8000-000000000001', from: 'holiday/2025', to: 'holiday/2026' },
  DeleteFiles: { bucket_id: '019888f0-0000-7000-8000-000000000001', prefix: 'holiday/2025/' },
  SignFile: { expires_in: 3600 },
  CreateFunction: {
    name: 'hello',
    code: 'export default { fetch: (request, env) => Response.json({ hello: env.WHO }) };',
    public: true,
    env_vars: { WHO: 'world' },
  },
  UpdateFunction: { description: 'Says hello', timeout_seconds: 5 },
  FunctionState: { is_active: false },
  ReplayChanges: { since: 'k3f9q2:00000000019A3B28:0000000A' },
  FunctionVariables: { env_vars: { WHO: 'world' } },
  Rollback: { version: 1 },
  SendEvent: { event: 'order.paid', data: { id: 17 } },
  CreateWebhook: {
    name: 'issues',
    function_id: '019888f0-0000-7000-8000-000000000001',
    provider: 'github',
    provider_event_type: 'issues.opened',
  },
  UpdateWebhook: { rate_limit_per_minute: 600, retry_attempts: 5 },
  RotateWebhookSecret: {},
  ApiError: {
    detail: 'There is no such table.',
    code: 'not_found',
    request_id: '019888f0-1c2d-7000-8000-5e2b',
  },
  ApiValidationError: {
    detail: [{ loc: ['body', 'email'], msg: 'must be an e-mail address', type: 'invalid_format' }],
    code: 'validation_error',
    request_id: '019888f0-1c2d-7000-8000-5e2b',
  },
};

/** Adds each example to its schema in the document. */
export function addExamples(document: OpenApiDocument): void {
  const schemas = document.components?.schemas ?? {};
  for (const [name, example] of Object.entries(EXAMPLES)) {
    const schema = schemas[name];
    if (schema && !('$ref' in schema)) schema.examples = [example];
  }
}
