import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { createClient } from '@hey-api/openapi-ts';
import { type ApiDocument, operationsModule } from './operations-module.ts';

// Usage: npm run --silent openapi -w @selfdb/worker-api | node scripts/write-client.ts <folder>
const folder = process.argv[2];
if (!folder) throw new Error('Name the folder to write to.');

const document: ApiDocument = JSON.parse(await text(process.stdin));
await createClient({
  input: document,
  output: { path: folder, tsConfigPath: join(import.meta.dirname, '../tsconfig.json'), entryFile: false },
  plugins: ['@hey-api/typescript'],
  logs: { level: 'silent', file: false },
});
await writeFile(join(folder, 'operations.gen.ts'), operationsModule(document));
