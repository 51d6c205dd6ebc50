// Runs a script as a restore does: run-script.ts <url> <file>
import { createReadStream } from 'node:fs';
import { runScript } from '@selfdb/backup/restore/run-script';
import { withConnection } from '@selfdb/backup/snapshot/connect';

const [url = '', path = ''] = process.argv.slice(2);
await withConnection(url, async (client) => {
  await client.query('set synchronous_commit to off');
  await runScript(client, createReadStream(path, { highWaterMark: 256 * 1024 }), () => {});
});
