import { execSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';

const ROOT = join(import.meta.dirname, '..');
const GENERATED = join(ROOT, 'src/generated');

const filesIn = (folder: string) =>
  Object.fromEntries(readdirSync(folder).map((file) => [file, readFileSync(join(folder, file), 'utf8')]));

it('the generated files are those of the present document; else run `npm run sdk:generate`', () => {
  const folder = mkdtempSync(join(tmpdir(), 'selfdb-generated-'));
  try {
    execSync(`npm run --silent generate -- ${folder}`, { cwd: ROOT });
    expect(filesIn(folder)).toEqual(filesIn(GENERATED));
  } finally {
    rmSync(folder, { recursive: true });
  }
});
