import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { repositoryRoot } from '../../config/paths.ts';

const manifestSchema = z.object({ version: z.string() });

/** SelfDB's version, from the root package.json. */
export function readVersion(): string {
  return manifestSchema.parse(JSON.parse(readFileSync(join(repositoryRoot, 'package.json'), 'utf8'))).version;
}
