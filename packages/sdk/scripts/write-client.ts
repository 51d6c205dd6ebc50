import { execFileSync } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createClient } from '@hey-api/openapi-ts';
import { type ApiDocument, operationsModule } from './operations-module.ts';

/** Usage: node --import ./scripts/typescript-5.ts scripts/write-client.ts [folder] */
const ROOT = join(import.meta.dirname, '..');
const folder = process.argv[2] ?? join(ROOT, 'src/generated');

const text = execFileSync('npm', ['run', '--silent', 'openapi'], {
  cwd: join(ROOT, '../../workers/api'),
  maxBuffer: 64 * 1024 * 1024,
});
const document: ApiDocument = JSON.parse(String(text));
await createClient({
  input: { ...document },
  output: { path: folder, tsConfigPath: join(ROOT, 'tsconfig.json'), entryFile: false },
  plugins: ['@hey-api/typescript'],
  logs: { level: 'silent', file: false },
});
await writeFile(join(folder, 'operations.gen.ts'), operationsModule(document));
