import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { build } from 'vite';
import solid from 'vite-plugin-solid';
import { examplesIn } from './documented.ts';

/** What the examples of a framework import, and how a component is rendered. */
const FRAMEWORKS = {
  react: {
    source: 'react',
    imports: '',
    render: `
      import { createElement } from 'react';
      import { createRoot } from 'react-dom/client';
      const render = (Component, props, place) => createRoot(place).render(
        createElement(SelfDBProvider, { client: selfdb }, createElement(Component, props)));`,
  },
  solid: {
    source: 'solid-js',
    imports: "import { For, Show } from 'solid-js';",
    render: `
      import { createComponent, render as start } from 'solid-js/web';
      const render = (Component, props, place) => start(() => createComponent(SelfDBProvider, {
        client: selfdb, get children() { return createComponent(Component, props); } }), place);`,
  },
};

export type Framework = keyof typeof FRAMEWORKS;

const ACCEPTANCE = join(import.meta.dirname, '../../..');
const TSCONFIG = {
  extends: join(ACCEPTANCE, 'tsconfig.json'),
  compilerOptions: { jsx: 'preserve', lib: ['ES2024', 'DOM'], noUnusedLocals: false, types: [] },
  include: ['*.tsx'],
};

/** The examples of a framework's functions, by name. Their table `books` is the given one. */
export async function jsxExamples(framework: Framework, table: string): Promise<Map<string, string>> {
  const declarations = new URL(`./${framework}.d.ts`, import.meta.resolve('@selfdb/sdk'));
  const examples = examplesIn(await readFile(fileURLToPath(declarations), 'utf8'));
  return new Map([...examples].map(([name, code]) => [name, code.replaceAll("'books'", `'${table}'`)]));
}

/** Checks the types of the examples, and makes a script of them that shows each of their components in a page. */
export async function buildExamples(framework: Framework, examples: Map<string, string>): Promise<string> {
  const { source, imports, render } = FRAMEWORKS[framework];
  const cache = join(ACCEPTANCE, 'node_modules/.cache');
  await mkdir(cache, { recursive: true });
  const folder = await mkdtemp(join(cache, 'jsx-'));
  const sdk = `import { ${[...examples.keys()].join(', ')} } from '@selfdb/sdk/${framework}';`;
  const head = `/** @jsxImportSource ${source} */\nimport { SelfDB } from '@selfdb/sdk';\n${imports}\n${sdk}\n`;
  try {
    for (const [name, code] of examples) {
      await writeFile(join(folder, `${name}.tsx`), `${head}declare const selfdb: SelfDB;\n${code}`);
    }
    await writeFile(join(folder, 'tsconfig.json'), JSON.stringify(TSCONFIG));
    const tsc = fileURLToPath(import.meta.resolve('typescript/bin/tsc'));
    await promisify(execFile)(process.execPath, [tsc, '-p', folder]).catch(({ stdout }) => {
      throw new Error(stdout);
    });
    const modules = [...examples.keys()].map((name) => `import * as ${name}Example from './${name}.tsx';`);
    const all = [...examples.keys()].map((name) => `...Object.values(${name}Example)`);
    const main = `${modules.join('\n')}
      import { SelfDB } from '@selfdb/sdk';
      import { SelfDBProvider } from '@selfdb/sdk/${framework}';
      ${render}
      globalThis.show = async (options, login, props) => {
        globalThis.selfdb = new SelfDB(options);
        await selfdb.auth.login(login);
        for (const Component of [${all.join(', ')}]) {
          render(Component, props, document.body.appendChild(document.createElement('div')));
        }
      };`;
    await writeFile(join(folder, 'main.js'), main);
    return await bundle(folder, framework);
  } finally {
    await rm(folder, { recursive: true });
  }
}

async function bundle(folder: string, framework: Framework): Promise<string> {
  const built = await build({
    ...{ root: folder, configFile: false, logLevel: 'error' },
    plugins: framework === 'solid' ? [solid()] : [],
    build: { write: false, minify: false, rollupOptions: { input: join(folder, 'main.js') } },
  });
  const [chunk] = 'output' in built ? built.output : [];
  if (chunk?.type !== 'chunk') throw new Error('Vite has built no script.');
  return chunk.code;
}
