const IMPORT = /(?:\bfrom|\bimport)\s*\(?\s*'([^'\n]+)'/g;

/** What a file imports, types included: the names of modules as they stand there. */
export function importsOf(text: string): string[] {
  return [...text.matchAll(IMPORT)].map(([, name = '']) => name);
}

/** The package that a module belongs to: `@selfdb/server/http/context` to `@selfdb/server`. Undefined for a path or `node:`. */
export function packageOf(module: string): string | undefined {
  if (/^(?:\.|#|node:|cloudflare:)/.test(module)) return undefined;
  return module
    .split('/')
    .slice(0, module.startsWith('@') ? 2 : 1)
    .join('/');
}
