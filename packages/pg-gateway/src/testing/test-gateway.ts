import { type GatewayOptions, withDefaults } from '../options.ts';
import { createGateway } from '../server/gateway.ts';
import { startTestPostgres, type TestPostgres } from './test-postgres.ts';

export interface Stats {
  requests: number;
  queries: number;
  batches: number;
  errors: number;
  active: number;
  idle: number;
  waiting: number;
  prepared: number;
}

export interface TestGateway {
  url: string;
  logLines: string[];
  /** Posts to `/sql` with the right credentials, unless the headers say otherwise. */
  post: (
    body: unknown,
    init?: { headers?: Record<string, string>; signal?: AbortSignal },
  ) => Promise<Response>;
  /** Posts one query and returns its rows as arrays of text. */
  rows: (query: string, params?: unknown[]) => Promise<(string | null)[][]>;
  stats: () => Promise<Stats>;
  close: () => Promise<void>;
}

const rawArrays = { 'Neon-Raw-Text-Output': 'true', 'Neon-Array-Mode': 'true' };

/** A gateway on a free port in front of the given Postgres. */
export async function startTestGateway(
  postgres: TestPostgres,
  options: Partial<GatewayOptions> = {},
): Promise<TestGateway> {
  const logLines: string[] = [];
  const log = (line: string) => void logLines.push(line);
  const gateway = createGateway(withDefaults({ databaseUrl: postgres.url, log, ...options }));
  const url = `http://127.0.0.1:${await gateway.listen(0)}`;
  const credentials = { 'Neon-Connection-String': postgres.url };
  const post: TestGateway['post'] = (body, { headers = {}, signal } = {}) =>
    fetch(`${url}/sql`, {
      method: 'POST',
      headers: { ...credentials, ...headers },
      body: typeof body === 'string' ? body : JSON.stringify(body),
      ...(signal ? { signal } : {}),
    });
  return {
    url,
    logLines,
    post,
    rows: async (query, params = []) => {
      const response = await post({ query, params }, { headers: rawArrays });
      const answer = (await response.json()) as {
        rows: (string | null)[][];
        code: string;
        message: string;
      };
      if (!response.ok) throw new Error(`${response.status} ${answer.code} ${answer.message}`);
      return answer.rows;
    },
    stats: async () => (await (await fetch(`${url}/stats`, { headers: credentials })).json()) as Stats,
    close: () => gateway.close(0),
  };
}

/** A Postgres and a gateway in front of it; `close` ends both. */
export async function startTestSystem(options: Partial<GatewayOptions> = {}) {
  const postgres = await startTestPostgres();
  const gateway = await startTestGateway(postgres, options);
  const close = async () => {
    await gateway.close();
    await postgres.stop();
  };
  return { postgres, gateway, close };
}

/** Waits until the check holds. Throws when it does not within `withinMs`. */
export async function eventually(check: () => Promise<boolean>, withinMs = 5_000): Promise<void> {
  const deadlineMs = Date.now() + withinMs;
  while (!(await check())) {
    if (Date.now() > deadlineMs) throw new Error(`it did not happen within ${withinMs} ms`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
