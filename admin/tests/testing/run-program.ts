import { execFile } from 'node:child_process';
import { mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const MODULES = resolve(import.meta.dirname, '../../../node_modules');
const TIME_LIMIT = 30_000;

/** Whether this machine has Python with the package that the snippets use. */
const python = run('python3', ['-c', 'import requests']).then(
  () => true,
  () => false,
);

async function runIn(folder: string, language: string, code: string): Promise<string> {
  const start = async (command: string, name: string) => {
    await writeFile(join(folder, name), code);
    return (await run(command, [name], { cwd: folder, timeout: TIME_LIMIT })).stdout;
  };
  if (language === 'curl') return start('sh', 'program.sh');
  if (language !== 'Python')
    return start(process.execPath, language === 'fetch' ? 'program.mjs' : 'program.ts');
  return (await python) ? start('python3', 'program.py') : '';
}

/** Runs a snippet as a new program in a folder of its own. Throws if it fails. Gives what it printed; nothing without Python. */
export async function runProgram(language: string, code: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'snippet-'));
  try {
    await symlink(MODULES, join(folder, 'node_modules'));
    await writeFile(join(folder, 'package.json'), '{"type":"module"}');
    return await runIn(folder, language, code);
  } finally {
    await rm(folder, { recursive: true });
  }
}
