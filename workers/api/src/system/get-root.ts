import type { App } from '@selfdb/shared/http/context';
import { getRoot } from '@selfdb/shared/routes/system';
import type { ApiBindings } from '../bindings.ts';

export function mountGetRoot(app: App<ApiBindings>): void {
  app.openapi(getRoot, (c) =>
    c.json({ name: 'SelfDB', version: c.get('env').SELFDB_VERSION, docs: '/docs' }, 200),
  );
}
