// Writes the script of a table, without what older versions of psql do not know: write-script.ts <url> <table> <file>
import { createWriteStream } from 'node:fs';
import { dumpDatabase } from '@selfdb/backup/dump/dump-database';

const [url = '', table, path = ''] = process.argv.slice(2);
const file = createWriteStream(path);
const drained = () =>
  new Promise<void>((resolve) => {
    if (file.writableNeedDrain) file.once('drain', resolve);
    else resolve();
  });
await dumpDatabase(url, [`--table=public.${table}`], {
  write: (bytes) => {
    const text = bytes.indexOf('restrict SelfDB') < 0 ? bytes : withoutRestrict(bytes);
    file.write(text);
  },
  ready: drained,
});
await new Promise((resolve) => file.end(resolve));

function withoutRestrict(bytes: Buffer): Buffer {
  return Buffer.from(bytes.toString('latin1').replace(/^\\(?:un)?restrict SelfDB\n/gm, ''), 'latin1');
}
