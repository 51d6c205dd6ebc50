import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';

/**
 * Writes the scripts and styles of the documentation pages into a module of the bundle, so that the pages need
 * no other host and the bundle stays one file.
 */
const require = createRequire(import.meta.url);

const assets = {
  swaggerScript: 'swagger-ui-dist/swagger-ui-bundle.js',
  swaggerStyle: 'swagger-ui-dist/swagger-ui.css',
  redocScript: 'redoc/bundles/redoc.standalone.js',
};

const lines = Object.entries(assets).map(([name, file]) => {
  const text = readFileSync(require.resolve(file), 'utf8')
    .replace(/\n\/\/# sourceMappingURL=.*\n?$/, '')
    // Redoc would fetch its maker's logo.
    .replaceAll('https://cdn.redoc.ly/redoc/logo-mini.svg', 'data:,');
  return `export const ${name}: string = ${JSON.stringify(text)};\n`;
});
writeFileSync(new URL('../src/system/docs-assets.generated.ts', import.meta.url), lines.join(''));
