import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { checkPackage, createPackageFromTarballData } from '@arethetypeswrong/core';
import { build, type Plugin } from 'esbuild';
import { publint } from 'publint';
import { afterAll, beforeAll, expect, it } from 'vitest';

const ROOT = join(import.meta.dirname, '..');
const MAX_BYTES = 15 * 1024;

/** Leaves realtime out, which has no limit. */
const withoutRealtime: Plugin = {
  name: 'without-realtime',
  setup: ({ onResolve }) => onResolve({ filter: /\/realtime\// }, ({ path }) => ({ path, external: true })),
};

const folder = mkdtempSync(join(tmpdir(), 'selfdb-pack-'));
let tarball: Buffer<ArrayBuffer>;

beforeAll(() => {
  const packed = execFileSync('npm', ['pack', '--json', '--pack-destination', folder], {
    cwd: ROOT,
    encoding: 'utf8',
  });
  const [{ filename }]: [{ filename: string }] = JSON.parse(packed);
  tarball = Buffer.from(readFileSync(join(folder, filename)));
});

afterAll(() => rmSync(folder, { recursive: true }));

it('is packed as publint asks', async () => {
  const { buffer, byteOffset, byteLength } = tarball;
  const packed = buffer.slice(byteOffset, byteOffset + byteLength);
  const { messages } = await publint({ pack: { tarball: packed } });
  expect(messages).toEqual([]);
});

it('has types that ESM, CommonJS and bundlers all resolve', async () => {
  const analysis = await checkPackage(createPackageFromTarballData(new Uint8Array(tarball)));
  expect(analysis).toMatchObject({ types: { kind: 'included' }, problems: [] });
});

it('holds what is built, and depends on nothing', () => {
  const { dependencies, sideEffects, files } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
  expect({ dependencies, sideEffects, files }).toEqual({ sideEffects: false, files: ['dist'] });
});

it('is small, and asks for nothing of Node', async () => {
  const { outputFiles, metafile } = await build({
    entryPoints: [join(ROOT, 'src/index.ts')],
    bundle: true,
    minify: true,
    write: false,
    metafile: true,
    format: 'esm',
    platform: 'neutral',
    plugins: [withoutRealtime],
  });
  const imported = Object.values(metafile.outputs).flatMap(({ imports }) => imports.map(({ path }) => path));
  expect(imported.filter((path) => !path.includes('/realtime/'))).toEqual([]);
  const [bundled] = outputFiles;
  const bytes = gzipSync(bundled?.contents ?? '', { level: 9 }).length;
  expect(bytes).toBeGreaterThan(1000);
  expect(bytes).toBeLessThan(MAX_BYTES);
});
