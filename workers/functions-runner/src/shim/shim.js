import { WorkerEntrypoint } from 'cloudflare:workers';
import { createClient } from './.selfdb-client.js';
// Before the function, which may replace what this uses.
import { hideTrace } from './.selfdb-hide-trace.js';
import * as user from './index.js';

export default class extends WorkerEntrypoint {
  load() {
    const handler = user.default;
    if (typeof handler !== 'function' && typeof handler?.fetch !== 'function')
      throw new TypeError('The module must export default { fetch(request, env, ctx) }, or a function.');
  }

  async fetch(traced) {
    const request = hideTrace(traced);
    const selfdb = createClient(this.ctx.props.selfdb);
    const env = Object.freeze({ ...this.env, SELFDB: selfdb });
    const ctx = { waitUntil: (promise) => this.ctx.waitUntil(promise) };
    const handler = user.default;
    if (typeof handler.fetch === 'function') return handler.fetch(request, env, ctx);
    const callBackend = async (path, init) => (await selfdb.fetch(path, init)).json();
    const result = await handler(request, { env, callBackend, ctx });
    if (result instanceof Response) return result;
    // A function and a symbol are nothing in JSON.
    return Response.json(
      typeof result === 'function' || typeof result === 'symbol' ? null : (result ?? null),
    );
  }
}
