import type { Bench } from '../bench.ts';
import type { Tokens } from '../world.ts';

interface Deployed {
  id: string;
  /** Where it is called. */
  path: string;
}

export const HELLO = `export default { fetch: () => new Response('hello') }`;

let count = 0;

/** Makes public functions, as the administrator; the stack removes them. */
export async function openFunctions({ api, instance }: Bench, stack: AsyncDisposableStack) {
  const { ADMIN_EMAIL: email, ADMIN_PASSWORD: password } = instance.settings;
  const { access_token: token } = await api<Tokens>('/users/token', { json: { email, password } });
  return async (code: string, options: Record<string, unknown> = {}): Promise<Deployed> => {
    count += 1;
    const name = `bench_${count}`;
    const json = { name, code, public: true, max_concurrent: 100, ...options };
    const { id } = await api<{ id: string }>('/functions/', { token, json });
    stack.defer(async () => {
      await api(`/functions/${id}`, { token, method: 'DELETE' });
    });
    return { id, path: `/functions/${name}/invoke` };
  };
}

/** Calls a function and gives the milliseconds until its answer is read. Throws unless it succeeds. */
export async function timeCall({ instance, signal }: Bench, path: string): Promise<number> {
  const headers = { 'X-API-Key': instance.settings.API_KEY };
  const startMs = performance.now();
  const answer = await fetch(instance.apiUrl + path, { headers, signal });
  const text = await answer.text();
  const tookMs = performance.now() - startMs;
  if (!answer.ok) throw new Error(`${path} answered ${answer.status}: ${text.slice(0, 500)}`);
  return tookMs;
}
