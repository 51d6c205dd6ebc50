import { writeFileSync } from 'node:fs';
import { startTestPostgres } from '@selfdb/pg-gateway/testing/test-postgres';
import { withClient } from '../src/database/client.ts';
import { applyMigrations, readMigrations } from '../src/database/migrations.ts';
import { schemaTypes, schemaTypesFile } from './schema-types.ts';

const postgres = await startTestPostgres();
try {
  const text = await withClient({ connectionString: postgres.url }, async (client) => {
    await applyMigrations(client, readMigrations(), []);
    return schemaTypes(client);
  });
  writeFileSync(schemaTypesFile, text);
  console.log(`Wrote ${schemaTypesFile}`);
} finally {
  await postgres.stop();
}
