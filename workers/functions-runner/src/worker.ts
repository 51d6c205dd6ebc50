import type { Loaded, RunnerBindings } from './bindings.ts';
import type { Exports } from './exports.ts';
import { TRACE_HEADER, traceKey } from './trace-key.ts';

export { Egress } from './egress.ts';
export { Selfdb } from './selfdb.ts';
export { Tail } from './tail.ts';

const FAULT = 'X-SelfDB-Fault';
/** No file of a function may begin with a dot. */
const SHIM = '.selfdb-shim.js';
const CLIENT = '.selfdb-client.js';
const HIDE_TRACE = '.selfdb-hide-trace.js';

interface Shim extends Rpc.WorkerEntrypointBranded {
  load(): void;
  fetch(request: Request): Promise<Response>;
}

export default {
  async fetch(request, env, ctx): Promise<Response> {
    const execution = request.headers.get('X-Execution-Id');
    if (!execution) return new Response('ok');
    const exports = ctx.exports as Exports;
    const stub = env.LOADER.get('function', () => load(env, exports));
    const props = { selfdb: exports.Selfdb({ props: { execution } }) };
    const entrypoint = stub.getEntrypoint<Shim>(undefined, { props });
    try {
      await entrypoint.load();
    } catch (error) {
      return fault('load', error);
    }
    try {
      const response = await entrypoint.fetch(asSeen(request));
      const answer = new Response(response.body, response);
      answer.headers.delete(FAULT);
      return answer;
    } catch (error) {
      return fault('threw', error);
    }
  },
} satisfies ExportedHandler<RunnerBindings>;

async function load(env: RunnerBindings, exports: Exports) {
  const loaded = await (await env.CONTROL.fetch('http://control/code')).json<Loaded>();
  const { main, modules, variables, network, opened } = loaded;
  return {
    compatibilityDate: '2026-10-31',
    compatibilityFlags: ['nodejs_compat'],
    mainModule: SHIM,
    modules: {
      ...modules,
      [SHIM]: env.SHIM.replace('./index.js', () => `./${main}`),
      [CLIENT]: env.CLIENT,
      [HIDE_TRACE]: env.HIDE_TRACE,
    },
    env: variables,
    globalOutbound: network.mode === 'none' ? null : exports.Egress({ props: { network, opened } }),
    tails: [exports.Tail({ props: {} })],
  };
}

/** The request with the URL that the function sees, and the mark for the tail, which the shim removes. */
function asSeen(request: Request): Request {
  const seen = new Request(request.headers.get('X-SelfDB-Url') ?? request.url, request);
  seen.headers.delete('X-SelfDB-Url');
  seen.headers.set(TRACE_HEADER, traceKey());
  return seen;
}

function fault(kind: 'load' | 'threw', error: unknown): Response {
  const { message, stack } = error instanceof Error ? error : { message: String(error), stack: undefined };
  return Response.json({ message, stack: stack ?? null }, { status: 502, headers: { [FAULT]: kind } });
}
