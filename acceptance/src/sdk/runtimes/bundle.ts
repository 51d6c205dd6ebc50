import { build } from 'esbuild';

/** A module for a runtime without a file system: this text, with all that it imports from the folder of the scenario. */
export async function bundle(contents: string): Promise<string> {
  const { outputFiles } = await build({
    stdin: { contents, resolveDir: `${import.meta.dirname}/../scenario`, loader: 'ts' },
    bundle: true,
    write: false,
    format: 'esm',
    target: 'es2022',
    // The recorder names methods by their class.
    keepNames: true,
  });
  return outputFiles[0]?.text ?? '';
}
