import { isBuiltin } from 'node:module';
import type { Plugin } from 'esbuild';

const REQUIRED = 'node-builtin-required';

/** Leaves Node's own modules to workerd, which knows them with the prefix `node:`, and can't `require` them in a module. */
export const nodeBuiltins: Plugin = {
  name: 'node-builtins',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^[a-z_]/ }, ({ path, kind }) => {
      if (!isBuiltin(path)) return undefined;
      const name = path.startsWith('node:') ? path : `node:${path}`;
      return kind === 'require-call' ? { path: name, namespace: REQUIRED } : { path: name, external: true };
    });
    onLoad({ filter: /^node:/, namespace: REQUIRED }, ({ path }) => ({
      contents: `import builtin from ${JSON.stringify(path)}; module.exports = builtin;`,
    }));
  },
};
