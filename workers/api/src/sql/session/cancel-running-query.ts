import { type Client, Connection } from 'pg';

const GIVE_UP_MS = 2000;

/** Parts of `pg`'s classes that are missing in their types. */
interface Backend {
  processID: number | null;
  secretKey: number | null;
}
interface CancelConnection {
  connect(port: number, host: string): void;
  requestSsl(): void;
  cancel(processId: number, secretKey: number): void;
}

/**
 * Asks Postgres over a separate connection to cancel the client's running query (PostgreSQL documentation, 54.2.9).
 * Resolves when Postgres has closed that connection, or after two seconds; never throws.
 */
export function cancelRunningQuery(client: Client): Promise<void> {
  const { processID, secretKey } = client as Client & Partial<Backend>;
  if (processID == null || secretKey == null) return Promise.resolve();
  return new Promise((resolve) => {
    const connection = new Connection({ ssl: client.ssl }) as Connection & CancelConnection;
    const done = () => {
      clearTimeout(timer);
      connection.stream.destroy();
      resolve();
    };
    const timer = setTimeout(done, GIVE_UP_MS);
    const send = () => connection.cancel(processID, secretKey);
    connection.on('connect', () => (client.ssl ? connection.requestSsl() : send()));
    connection.on('sslconnect', send);
    connection.on('end', done);
    connection.on('error', done);
    connection.connect(client.port, client.host);
  });
}
