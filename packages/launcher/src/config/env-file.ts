import { randomBytes } from 'node:crypto';
import { chmodSync, existsSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseEnv } from 'node:util';
import { generatedSecrets } from '@selfdb/settings';
import { repositoryRoot } from './paths.ts';

export type Environment = Record<string, string | undefined>;

export const envFilePath = join(repositoryRoot, '.env');
const envExamplePath = join(repositoryRoot, '.env.example');

/** 43 random characters that need no quoting in a shell, a URL or an `.env` file. */
export function randomSecret(): string {
  return randomBytes(32).toString('base64url');
}

export function readEnvFile(path: string = envFilePath): Environment {
  return existsSync(path) ? parseEnv(readFileSync(path, 'utf8')) : {};
}

const ASSIGNMENT = /^[ \t]*(?:export[ \t]+)?(\w+)[ \t]*=/;

/** Replaces the line that sets `name`, or adds one at the end. */
export function withVariable(text: string, name: string, value: string): string {
  const lines = text.split('\n');
  const at = lines.findIndex((line) => ASSIGNMENT.exec(line)?.[1] === name);
  if (at >= 0) return lines.with(at, `${name}=${value}`).join('\n');
  return `${text}${text === '' || text.endsWith('\n') ? '' : '\n'}${name}=${value}\n`;
}

/** Replaces the file atomically: a reader sees the old text or the new one. Its mode stays; a new one is its owner's alone. */
export function writeEnvFile(text: string, path: string = envFilePath): void {
  const temporary = `${path}.${process.pid}`;
  writeFileSync(temporary, text, { mode: 0o600 });
  if (existsSync(path)) chmodSync(temporary, statSync(path).mode & 0o777);
  renameSync(temporary, path);
}

/**
 * Writes `.env` from `.env.example` if it is missing, and gives every empty secret a random value. Returns the names of
 * those variables.
 */
export function ensureEnvFile(path: string = envFilePath, examplePath: string = envExamplePath): string[] {
  const isNew = !existsSync(path);
  let text = readFileSync(isNew ? examplePath : path, 'utf8');
  const present = parseEnv(text);
  const missing = generatedSecrets.filter((name) => !present[name]);
  if (!isNew && missing.length === 0) return [];
  for (const name of missing) text = withVariable(text, name, randomSecret());
  writeEnvFile(text, path);
  return missing;
}

/** The environment overrides the file, even with an empty value. */
export function mergeEnvironment(file: Environment, environment: Environment): Environment {
  return { ...file, ...environment };
}
