import type { App } from '@selfdb/server/http/context';
import * as moments from '@selfdb/shared/backups/moment-routes';
import * as backups from '@selfdb/shared/backups/routes';
import * as buckets from '@selfdb/shared/buckets/routes';
import * as downloads from '@selfdb/shared/downloads/routes';
import * as files from '@selfdb/shared/files/routes';
import * as deadJobs from '@selfdb/shared/functions/dead-job-routes';
import * as functionEvents from '@selfdb/shared/functions/event-routes';
import * as executions from '@selfdb/shared/functions/execution-routes';
import { INVOCATIONS } from '@selfdb/shared/functions/invoke-routes';
import * as replays from '@selfdb/shared/functions/replay-routes';
import * as functions from '@selfdb/shared/functions/routes';
import * as jobs from '@selfdb/shared/jobs/routes';
import * as realtime from '@selfdb/shared/realtime/routes';
import { ColumnDefinition } from '@selfdb/shared/tables/column';
import * as tus from '@selfdb/shared/tus/routes';
import * as uploads from '@selfdb/shared/uploads/routes';
import * as userSessions from '@selfdb/shared/user-sessions/routes';
import * as users from '@selfdb/shared/users/routes';
import * as webhookDeliveries from '@selfdb/shared/webhooks/delivery-routes';
import * as webhookIngest from '@selfdb/shared/webhooks/ingest-routes';
import * as webhooks from '@selfdb/shared/webhooks/routes';
import type { ApiBindings } from '../../bindings.ts';
import { completeOperations } from './complete-operations.ts';
import { addExamples } from './examples.ts';
import { addIntegerFormats } from './integer-formats.ts';
import { leaveOutPreviews } from './leave-out-previews.ts';
import { RESPONSE_HEADERS } from './response-headers.ts';
import { SECURITY_SCHEMES } from './security-schemes.ts';
import { TAGS } from './tags.ts';
import type { OpenApiDocument } from './types.ts';

/** The contracts of the workers that requests are forwarded to; the app itself has those of the api worker. */
const FORWARDED = [
  users,
  userSessions,
  buckets,
  uploads,
  files,
  jobs,
  downloads,
  tus,
  realtime,
  backups,
  moments,
  functions,
  executions,
  INVOCATIONS,
  functionEvents,
  deadJobs,
  replays,
  webhooks,
  webhookDeliveries,
  webhookIngest,
];

/** The OpenAPI 3.1 document of the whole system, without the URL that it is served at. */
export function describeApi(app: App<ApiBindings>, version: string): OpenApiDocument {
  const registry = app.openAPIRegistry;
  for (const contracts of FORWARDED) {
    for (const contract of Object.values(contracts)) {
      if ('operationId' in contract) registry.registerPath(contract);
    }
  }
  // The schema of a table is a map from any name to a column, so it can only refer to this schema.
  registry.register('ColumnDefinition', ColumnDefinition);
  for (const [name, scheme] of Object.entries(SECURITY_SCHEMES)) {
    registry.registerComponent('securitySchemes', name, scheme);
  }
  for (const [name, header] of Object.entries(RESPONSE_HEADERS)) {
    registry.registerComponent('headers', name, header);
  }
  const document = app.getOpenAPI31Document({
    openapi: '3.1.0',
    info: {
      title: 'SelfDB',
      version,
      description: ABOUT,
      license: { name: 'MIT', url: 'https://spdx.org/licenses/MIT.html' },
    },
    tags: TAGS,
  });
  leaveOutPreviews(document);
  completeOperations(document);
  addIntegerFormats(document);
  addExamples(document);
  return document;
}

const ABOUT = `A self-hosted Backend-as-a-Service: users, tables, rows, SQL, files, realtime, functions and webhooks on one Postgres.

Send the API key as \`X-API-Key\` with every request. Sign in with \`POST /users/token\` and send the access token as
\`Authorization: Bearer <token>\`. Routes answer with and without a trailing slash, except for PATCH and DELETE of one item,
which take none.

Errors are JSON: \`detail\` is a sentence a person can act on (with the status 422 it may be a list of errors and where they are),
\`code\` is stable, and \`request_id\` is the \`X-Request-Id\` of the answer. A request may send its own \`X-Request-Id\`.`;
