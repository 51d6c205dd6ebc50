import type { Bench } from '../bench.ts';
import type { Target } from '../pairs/pair.ts';
import { runProgram } from '../system/program.ts';

interface TransferSide {
  title: string;
  /** Moves that many bytes once. */
  move(bytes: number): Promise<void>;
  /** Makes room for the next run; not timed. */
  tidy?(): Promise<unknown>;
}

/** One row of the table: how fast one file goes through `a`, divided by how fast it goes through `b`. */
export interface Transfer {
  name: string;
  title: string;
  target: Target;
  open(bench: Bench, stack: AsyncDisposableStack): Promise<[a: TransferSide, b: TransferSide]>;
}

export interface MeasuredTransfer {
  transfer: Transfer;
  /** Bytes each second, by round. */
  a: number[];
  b: number[];
}

/** Moves the file through both sides in turn, after a smaller one to warm them up. */
export async function measureTransfer(bench: Bench, transfer: Transfer): Promise<MeasuredTransfer> {
  await using stack = new AsyncDisposableStack();
  const [a, b] = await transfer.open(bench, stack);
  const measured: MeasuredTransfer = { transfer, a: [], b: [] };
  const { transferBytes, rounds } = bench.timing;
  for (const side of [a, b]) await measureSide(bench, side, transferBytes / 10);
  for (let round = 1; round <= rounds; round += 1) {
    measured.a.push(await measureSide(bench, a, transferBytes));
    measured.b.push(await measureSide(bench, b, transferBytes));
  }
  return measured;
}

async function measureSide({ signal }: Bench, side: TransferSide, bytes: number): Promise<number> {
  // The other side's unwritten data would slow this one.
  await runProgram('sync', [], { cwd: '/', env: { PATH: process.env.PATH ?? '' }, signal });
  const start = performance.now();
  await side.move(bytes);
  const seconds = (performance.now() - start) / 1000;
  await side.tidy?.();
  return bytes / seconds;
}
