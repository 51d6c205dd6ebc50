import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { repositoryRoot } from '../../config/paths.ts';
import type { Settings } from '../../config/settings.ts';
import { UserError } from '../../user-error.ts';

const architectures: Record<string, string> = { x64: '64', arm64: 'arm64' };

/** The program itself: the package's wrapper would be a Node process between us and it. */
export function workerdProgram(): string {
  const name = `workerd-${process.platform}-${architectures[process.arch] ?? process.arch}`;
  const program = join(repositoryRoot, 'node_modules/@cloudflare', name, 'bin/workerd');
  if (existsSync(program)) return program;
  throw new UserError(
    `There is no workerd for ${process.platform} on ${process.arch} (npm package @cloudflare/${name}).`,
  );
}

/** Serves a configuration of `selfhost/`. */
export function serve(configuration: string): string[] {
  return ['serve', join(repositoryRoot, 'selfhost', configuration)];
}

/** Gives `database.capnp` and `files.capnp` a path. They say which addresses the workers may reach. */
export function networkArguments(...names: string[]): string[] {
  return names.map((name) => `--import-path=${join(repositoryRoot, 'selfhost/networks', name)}`);
}

export function databaseNetwork(settings: Settings): string {
  return settings.DATABASE_URL ? 'own-database' : 'embedded-database';
}
