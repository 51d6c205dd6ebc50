import { AppError } from '@selfdb/shared/errors';
import type { App } from '@selfdb/shared/http/context';
import { refuseParameters } from '@selfdb/shared/http/query-parameters';
import type { ApiBindings } from '../bindings.ts';
import { describeApi } from './openapi.ts';
import { redocPage, swaggerPage } from './pages.ts';

const CACHED = 'public, max-age=86400';

/** `/openapi.json`, and the two pages that show it with scripts of our own origin. */
export function mountDocs(app: App<ApiBindings>): void {
  let document: string | undefined;
  app.get('/openapi.json', refuseParameters(), (c) => {
    document ??= JSON.stringify(describeApi(app, c.get('env').SELFDB_VERSION));
    return c.body(document, 200, { 'Content-Type': 'application/json' });
  });
  for (const [path, page] of [
    ['/docs', swaggerPage],
    ['/redoc', redocPage],
  ] as const) {
    app.get(path, refuseParameters(), (c) =>
      c.html(page.html, 200, { 'Content-Security-Policy': page.policy }),
    );
    app.get(`${path}/:asset`, refuseParameters(), (c) => {
      const asset = page.assets.get(c.req.param('asset'));
      if (!asset) throw new AppError('not_found', 'There is nothing at this path.');
      return c.body(asset.body, 200, { 'Content-Type': asset.type, 'Cache-Control': CACHED });
    });
  }
}
