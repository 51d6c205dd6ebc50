import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const run = promisify(execFile);
const at = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const packageRoot = (name: string) => dirname(fileURLToPath(import.meta.resolve(`${name}/package.json`)));
const ROOT = at('../../../..');

/** As `tsc --init` makes one for Node. */
const TSCONFIG = {
  compilerOptions: {
    target: 'ES2023',
    lib: ['ES2023', 'DOM', 'DOM.Iterable'],
    module: 'NodeNext',
    strict: true,
    types: ['node'],
    typeRoots: [join(ROOT, 'node_modules/@types')],
    outDir: 'dist',
    rootDir: '.',
  },
  include: ['*.ts', 'client'],
};

/** A TypeScript project in a folder of its own, with a client generated from a document. */
export interface Project {
  /** Compiles a program that uses the client, and gives what it prints. Throws with what the compiler or it complains of. */
  run(program: string, environment: Record<string, string>): Promise<string>;
  remove(): Promise<void>;
}

export async function generateProject(documentUrl: string): Promise<Project> {
  const folder = await mkdtemp(join(tmpdir(), 'selfdb-client-'));
  await writeFile(join(folder, 'package.json'), JSON.stringify({ type: 'module' }));
  await writeFile(join(folder, 'tsconfig.json'), JSON.stringify(TSCONFIG));
  // Told where the project is: by itself the generator looks in the folders above its own.
  const output = { path: join(folder, 'client'), tsConfigPath: join(folder, 'tsconfig.json') };
  const config = `export default ${JSON.stringify({ input: documentUrl, output })}`;
  await writeFile(join(folder, 'openapi-ts.config.mjs'), config);
  const generator = join(packageRoot('@hey-api/openapi-ts'), 'dist/run.mjs');
  await node(['--import', at('./typescript-6.ts'), generator, '--no-log-file'], folder);
  return {
    async run(program, environment) {
      await writeFile(join(folder, 'program.ts'), program);
      await node([join(ROOT, 'node_modules/typescript/bin/tsc'), '-p', '.'], folder);
      return node(['dist/program.js'], folder, environment);
    },
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}

async function node(
  parameters: string[],
  cwd: string,
  environment: Record<string, string> = {},
): Promise<string> {
  try {
    const { stdout } = await run(process.execPath, parameters, {
      cwd,
      env: { ...process.env, ...environment },
    });
    return stdout;
  } catch (error) {
    const said = error as { stdout?: string; stderr?: string };
    throw new Error(`${parameters.join(' ')}\n${said.stdout ?? ''}${said.stderr ?? ''}`, { cause: error });
  }
}

/** The program in docs/clients.md. */
export async function documentedProgram(): Promise<string> {
  const page = await readFile(join(ROOT, 'docs/clients.md'), 'utf8');
  const program = /```ts\n([\s\S]*?)```/.exec(page)?.[1];
  if (!program) throw new Error('docs/clients.md has no program in TypeScript.');
  return program;
}
