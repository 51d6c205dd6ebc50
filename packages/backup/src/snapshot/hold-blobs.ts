import { withConnection } from './connect.ts';

const HOLD_MINUTES = 15;
const RENEW_MS = 5 * 60_000;

/** Keeps the storage worker from deleting bytes, until `release` is called or this process has been dead for some minutes. */
export async function holdBlobs(url: string, reason: string): Promise<{ release: () => Promise<void> }> {
  const run = (sql: string, values: unknown[]) =>
    withConnection(url, (client) => client.query<{ id: string }>(sql, values));
  const until = `now() + interval '${HOLD_MINUTES} minutes'`;
  const { rows } = await run(
    `insert into selfdb.blob_holds (reason, expires_at) values ($1, ${until}) returning id`,
    [reason],
  );
  const id = rows[0]?.id;
  // If the database is away for a moment, the next turn renews it.
  const timer = setInterval(() => {
    run(`update selfdb.blob_holds set expires_at = ${until} where id = $1`, [id]).catch(() => {});
  }, RENEW_MS);
  timer.unref();
  return {
    async release() {
      clearInterval(timer);
      await run('delete from selfdb.blob_holds where id = $1', [id]).catch(() => {});
    },
  };
}
