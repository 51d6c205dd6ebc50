import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readFile, writeFile } from 'node:fs/promises';
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

const FRAMEWORK_NAMES = ['react', 'solid'] as const;

const ACCEPTANCE = join(import.meta.dirname, '../../..');
const TSCONFIG = {
  extends: join(ACCEPTANCE, 'tsconfig.json'),
  compilerOptions: { jsx: 'preserve', lib: ['ES2024', 'DOM'], noUnusedLocals: false, types: [] },
  include: ['*/*.tsx'],
};

/** The examples of a framework's functions, by name. Their table `books` is the given one. */
export async function jsxExamples(framework: Framework, table: string): Promise<Map<string, string>> {
  const declarations = new URL(`./${framework}.d.ts`, import.meta.resolve('@selfdb/sdk'));
  const examples = examplesIn(await readFile(fileURLToPath(declarations), 'utf8'));
  return new Map([...examples].map(([name, code]) => [name, code.replaceAll("'books'", `'${table}'`)]));
}

/**
 * Checks the types of examples, and makes a folder of web files: `/<framework>.js` has a function `show` that shows each of the
 * framework's components in the page. The caller removes the folder.
 */
export async function buildExamples(all: Record<Framework, Map<string, string>>): Promise<string> {
  const cache = join(ACCEPTANCE, 'node_modules/.cache');
  await mkdir(cache, { recursive: true });
  const folder = await mkdtemp(join(cache, 'jsx-'));
  for (const framework of FRAMEWORK_NAMES) await writeExamples(folder, framework, all[framework]);
  await writeFile(join(folder, 'tsconfig.json'), JSON.stringify(TSCONFIG));
  await writeFile(
    join(folder, 'index.html'),
    '<!doctype html><link rel="icon" href="data:,"><title>Examples</title>',
  );
  const tsc = fileURLToPath(import.meta.resolve('typescript/bin/tsc'));
  const types = promisify(execFile)(process.execPath, [tsc, '-p', folder]).catch(({ stdout }) => {
    throw new Error(stdout);
  });
  await Promise.all([types, bundle(folder)]);
  return folder;
}

async function writeExamples(root: string, framework: Framework, examples: Map<string, string>) {
  const { source, imports, render } = FRAMEWORKS[framework];
  const folder = join(root, framework);
  await mkdir(folder);
  const names = [...examples.keys()];
  const sdk = `import { ${names.join(', ')} } from '@selfdb/sdk/${framework}';`;
  const head = `/** @jsxImportSource ${source} */\nimport { SelfDB } from '@selfdb/sdk';\n${imports}\n${sdk}\n`;
  for (const [name, code] of examples) {
    await writeFile(join(folder, `${name}.tsx`), `${head}declare const selfdb: SelfDB;\n${code}`);
  }
  const modules = names.map((name) => `import * as ${name}Example from './${name}.tsx';`);
  const main = `${modules.join('\n')}
    import { SelfDB } from '@selfdb/sdk';
    import { SelfDBProvider } from '@selfdb/sdk/${framework}';
    ${render}
    globalThis.show = async (options, login, props) => {
      globalThis.selfdb = new SelfDB(options);
      await selfdb.auth.login(login);
      for (const Component of [${names.map((name) => `...Object.values(${name}Example)`).join(', ')}]) {
        render(Component, props, document.body.appendChild(document.createElement('div')));
      }
    };`;
  await writeFile(join(folder, 'main.js'), main);
}

async function bundle(folder: string): Promise<void> {
  const input = Object.fromEntries(FRAMEWORK_NAMES.map((name) => [name, join(folder, name, 'main.js')]));
  await build({
    ...{ root: folder, configFile: false, logLevel: 'error' },
    plugins: [solid({ include: '**/solid/*.tsx' })],
    build: {
      ...{ outDir: folder, emptyOutDir: false, minify: false },
      rollupOptions: { input, output: { entryFileNames: '[name].js' } },
    },
  });
}
