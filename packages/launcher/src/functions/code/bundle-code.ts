import { join, resolve } from 'node:path';
import { type BuildFailure, type BuildOptions, build, type Message } from 'esbuild';
import { UserError } from '../../user-error.ts';
import type { LocalFunction } from '../local-functions.ts';
import { shownPath } from '../shown-path.ts';
import { withSources } from './bundled-sources.ts';
import type { FunctionCode } from './function-code.ts';
import { nodeBuiltins } from './node-builtins.ts';

/** The limit of the API for all code of a function. */
const MAX_CODE_CHARACTERS = 1_000_000;

/** One file with all that a function imports, and its sources in a source map. Throws a UserError with file, line and column. */
export async function bundleCode(fn: LocalFunction): Promise<FunctionCode> {
  const { outputFiles = [], metafile } = await build(optionsOf(fn)).catch((failure: BuildFailure) => {
    throw failure.errors
      ? new UserError(failure.errors.map((error) => describe(fn, error)).join('\n'))
      : failure;
  });
  const textOf = (ending: string) => outputFiles.find(({ path }) => path.endsWith(ending))?.text ?? '';
  const code = textOf('.js');
  const whole = withSources(fn, { code, map: textOf('.map'), inputs: Object.keys(metafile?.inputs ?? {}) });
  const fits = whole.length <= MAX_CODE_CHARACTERS;
  const tooLarge = 'The bundle is too large to keep the sources in it: `pull` will write the bundle.';
  return {
    body: { files: { 'index.js': fits ? whole : code } },
    isBundle: true,
    notes: fits ? [] : [tooLarge],
  };
}

function optionsOf({ root, directory, main }: LocalFunction): BuildOptions {
  return {
    entryPoints: [main],
    outfile: join(directory ?? root, 'index.js'),
    // Comments name files relative to it, so the bundle is the same in each clone.
    absWorkingDir: root,
    ...{ bundle: true, write: false, metafile: true, sourcemap: 'external', logLevel: 'silent' },
    ...{ format: 'esm', target: 'es2024', charset: 'utf8', plugins: [nodeBuiltins] },
    // As wrangler resolves packages for workerd.
    platform: 'browser',
    conditions: ['workerd', 'worker', 'browser'],
    define: { 'process.env.NODE_ENV': '"production"' },
  };
}

function describe({ root }: LocalFunction, { text, location }: Message): string {
  const missing = /^Could not resolve "((?:@[\w.-]+\/)?[a-z][\w.-]*)/.exec(text)?.[1];
  const advice = missing ? ` Install it beside the function: npm install ${missing}` : '';
  if (!location) return text + advice;
  const { file, line, column } = location;
  return `${shownPath(resolve(root, file))}:${line}:${column + 1}: ${text}.${advice}`;
}
