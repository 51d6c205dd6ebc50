import type { App } from '@selfdb/shared/http/context';
import * as buckets from '@selfdb/shared/routes/buckets';
import * as downloads from '@selfdb/shared/routes/downloads';
import * as files from '@selfdb/shared/routes/files';
import * as realtime from '@selfdb/shared/routes/realtime';
import * as tus from '@selfdb/shared/routes/tus';
import * as users from '@selfdb/shared/routes/users';
import { ColumnDefinition } from '@selfdb/shared/schemas/column';
import type { ApiBindings } from '../bindings.ts';

/** The contracts of the workers behind the door; the api worker's own are known to its app. */
const FORWARDED = [users, buckets, files, downloads, tus, realtime];

/** The OpenAPI 3.1 document of the whole system. */
export function describeApi(app: App<ApiBindings>, version: string) {
  const registry = app.openAPIRegistry;
  for (const contracts of FORWARDED) {
    for (const contract of Object.values(contracts)) {
      if ('operationId' in contract) registry.registerPath(contract);
    }
  }
  // Columns stand in a map with keys of any name, which the schema of a table can only refer to.
  registry.register('ColumnDefinition', ColumnDefinition);
  registry.registerComponent('securitySchemes', 'apiKey', {
    type: 'apiKey',
    in: 'header',
    name: 'X-API-Key',
  });
  registry.registerComponent('securitySchemes', 'bearer', {
    type: 'http',
    scheme: 'bearer',
    bearerFormat: 'JWT',
  });
  return app.getOpenAPI31Document({
    openapi: '3.1.0',
    info: {
      title: 'SelfDB',
      version,
      description:
        'A self-hosted Backend-as-a-Service: users, tables, rows, SQL, files and realtime on one Postgres.',
      license: { name: 'MIT' },
    },
    servers: [{ url: '/' }],
    tags: ['Users', 'Tables', 'Rows', 'SQL', 'Storage', 'Realtime', 'System'].map((name) => ({ name })),
  });
}
