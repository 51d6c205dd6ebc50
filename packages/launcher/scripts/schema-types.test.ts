import { readFileSync } from 'node:fs';
import { startTestPostgres, type TestPostgres } from '@selfdb/pg-gateway/testing/test-postgres';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { withClient } from '../src/database/client.ts';
import { applyMigrations, readMigrations } from '../src/database/migrations.ts';
import { schemaTypes, schemaTypesFile } from './schema-types.ts';

let postgres: TestPostgres;

beforeAll(async () => {
  postgres = await startTestPostgres();
}, 60_000);

afterAll(() => postgres.stop());

test('the generated types of the system tables are those of a migrated database', async () => {
  const text = await withClient({ connectionString: postgres.url }, async (client) => {
    await applyMigrations(client, readMigrations(), []);
    return schemaTypes(client);
  });
  expect(readFileSync(schemaTypesFile, 'utf8')).toBe(text);
});
