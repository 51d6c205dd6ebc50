import { join } from 'node:path';
import { megabytes } from '../report/table.ts';
import type { BenchRow } from '../row.ts';
import { fillTable } from './big-table.ts';
import { inTurn, runNode, runShell } from './timed-programs.ts';

const TABLE = 'bench_dump';

export const dump: BenchRow = {
  name: 'backup-dump',
  title: 'dumping and compressing a table, and psql with gzip',
  async measure(bench, stack) {
    const { folder, databaseUrl } = bench.instance;
    const { bytes, rounds } = bench.timing.backup;
    await fillTable(bench, stack, TABLE, bytes);
    const variables = { URL: databaseUrl, FILE: join(folder, 'copy.gz') };
    const copy = `psql "$URL" --quiet --command 'copy public.${TABLE} to stdout' | gzip -1 > "$FILE"`;
    const figures = await inTurn(rounds, bytes, [
      () => runNode(bench, 'dump-table.ts', [databaseUrl, TABLE, folder]),
      () => runShell(bench, copy, variables),
    ]);
    return {
      findings: [
        {
          work: `dump and compress ${megabytes(bytes)} ÷ \`psql -c 'COPY …' | gzip -1\``,
          ...figures,
          target: { atLeast: 0.75 },
          show: (perSecond) => `${megabytes(perSecond)}/s`,
        },
      ],
      faults: [],
    };
  },
};
