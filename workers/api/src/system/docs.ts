import type { App } from '@selfdb/server/http/context';
import { publicBase } from '@selfdb/server/http/request/public-url';
import { refuseParameters } from '@selfdb/server/http/request/query-parameters';
import { AppError } from '@selfdb/shared/errors';
import type { ApiBindings } from '../bindings.ts';
import { describeApi } from './document/describe-api.ts';
import type { OpenApiDocument } from './document/types.ts';
import { redocPage, swaggerPage } from './pages.ts';

const CACHED = 'public, max-age=86400';

/** `/openapi.json`, and the two pages that show it with scripts from the same origin. */
export function mountDocs(app: App<ApiBindings>): void {
  let document: OpenApiDocument | undefined;
  let served = { url: '', text: '' };
  app.get('/openapi.json', refuseParameters(), (c) => {
    document ??= describeApi(app, c.get('env').SELFDB_VERSION);
    const url = publicBase(c);
    if (served.url !== url) served = { url, text: JSON.stringify(atAddress(document, url)) };
    return c.body(served.text, 200, { 'Content-Type': 'application/json' });
  });
  for (const [path, page] of [
    ['/docs', swaggerPage],
    ['/redoc', redocPage],
  ] as const) {
    app.get(path, refuseParameters(), (c) => {
      const assets = new URL(c.req.url).pathname.endsWith('/') ? '' : `${path.slice(1)}/`;
      return c.html(page.html(assets), 200, { 'Content-Security-Policy': page.policy });
    });
    app.get(`${path}/:asset`, refuseParameters(), (c) => {
      const asset = page.assets.get(c.req.param('asset'));
      if (!asset) throw new AppError('not_found', 'There is nothing at this path.');
      return c.body(asset.body, 200, { 'Content-Type': asset.type, 'Cache-Control': CACHED });
    });
  }
}

/** The document with the URL of the API, so that a generated client calls the right server. */
function atAddress({ openapi, info, ...document }: OpenApiDocument, url: string): OpenApiDocument {
  const externalDocs = { description: 'Interactive reference', url: `${url}/docs` };
  return { openapi, info, servers: [{ url }], externalDocs, ...document };
}
