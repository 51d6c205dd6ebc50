// Writes a table into an archive, as a backup writes a database: dump-table.ts <url> <table> <folder>
import { ARCHIVE_HEAD_BYTES, ArchiveWriter } from '@selfdb/backup/archive/archive-writer';
import { dumpDatabase } from '@selfdb/backup/dump/dump-database';
import { ScriptSums } from '@selfdb/backup/script/script-sums';
import { createBackupDirectory } from '@selfdb/backup/store/disk-store';

const [url = '', table, folder = ''] = process.argv.slice(2);
const store = createBackupDirectory(folder);
const archive = await store.create('selfdb_backup_20200101_000000.tar.gz', ARCHIVE_HEAD_BYTES);
const writer = new ArchiveWriter(archive, new Date());
const sums = new ScriptSums();
await writer.addFirst('database.sql', (entry) =>
  dumpDatabase(url, [`--table=public.${table}`], {
    write: (bytes) => {
      sums.push(bytes);
      entry.write(bytes);
    },
    ready: () => entry.ready(),
  }),
);
sums.end();
await writer.finish();
await archive.discard();
