import { join } from 'node:path';
import { megabytes } from '../report/table.ts';
import type { BenchRow } from '../row.ts';
import { fillTable, query } from './big-table.ts';
import { inTurn, runNode, runShell } from './timed-programs.ts';

const TABLE = 'bench_restore';
/** The server admits the system's role to databases with such names. */
const DATABASE = 'selfdb_restore_20200101_000000';

export const restore: BenchRow = {
  name: 'backup-restore',
  title: 'running the script of a dump, and psql',
  async measure(bench, stack) {
    const { folder, databaseUrl } = bench.instance;
    const { bytes, rounds } = bench.timing.backup;
    await fillTable(bench, stack, TABLE, bytes);
    const script = join(folder, 'script.sql');
    await runNode(bench, 'write-script.ts', [databaseUrl, TABLE, script]);
    const drop = () => query(databaseUrl, `drop database if exists ${DATABASE}`);
    stack.defer(drop);
    const target = databaseUrl.replace(/\/selfdb$/, `/${DATABASE}`);
    const into = (work: () => Promise<void>) => async () => {
      await drop();
      await query(databaseUrl, `create database ${DATABASE} template template0`);
      await work();
    };
    const psql = 'psql "$URL" --quiet --set ON_ERROR_STOP=1 --file "$FILE" > /dev/null';
    const figures = await inTurn(rounds, bytes, [
      into(() => runNode(bench, 'run-script.ts', [target, script])),
      into(() => runShell(bench, psql, { URL: target, FILE: script })),
    ]);
    return {
      findings: [
        {
          work: `restore the rows of ${megabytes(bytes)} ÷ \`psql < dump\``,
          ...figures,
          target: { atLeast: 0.75 },
          show: (perSecond) => `${megabytes(perSecond)}/s`,
        },
      ],
      faults: [],
    };
  },
};
