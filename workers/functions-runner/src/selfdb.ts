import { WorkerEntrypoint } from 'cloudflare:workers';
import type { RunnerBindings } from './bindings.ts';

/** What `env.SELFDB` of one execution calls. The host adds the key and the token, which never come here. */
export class Selfdb extends WorkerEntrypoint<RunnerBindings, { execution: string }> {
  override fetch(request: Request): Promise<Response> {
    const { pathname, search } = new URL(request.url);
    const call = new Request(`http://control/api${pathname}${search}`, request);
    call.headers.set('X-Execution-Id', this.ctx.props.execution);
    return this.env.CONTROL.fetch(call, { redirect: 'manual' });
  }
}
