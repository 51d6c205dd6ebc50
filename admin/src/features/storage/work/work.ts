import { type Accessor, createSignal } from 'solid-js';
import { describeError } from '../../../ui/display/describe-error.ts';
import { showToast } from '../../../ui/overlays/toast.tsx';
import type { WorkFailure } from './run-bounded.ts';

/** A work on many files, as what does it sees it. */
export interface Work {
  signal: AbortSignal;
  /** Adds to what there is to do. */
  expect: (count: number) => void;
  add: (done: number) => void;
  fail: (failures: WorkFailure[]) => void;
}

/** A work as it is shown. */
export interface WorkState {
  title: string;
  unit: 'files' | 'bytes';
  done: number;
  /** Undefined until it is known. */
  total: number | undefined;
  failures: WorkFailure[];
  isRunning: boolean;
}

interface WorkStart {
  /** While it runs: "Deleting 3 files". */
  title: string;
  /** At the end: "3 files were deleted." */
  success: string;
  unit?: WorkState['unit'];
  run: (work: Work) => Promise<void>;
}

export interface WorkRunner {
  state: Accessor<WorkState | undefined>;
  start: (start: WorkStart) => Promise<void>;
  cancel: () => void;
  close: () => void;
}

/** Runs one work at a time and shows how far it is. What fails stays on the screen until it is read. */
export function createWorkRunner(onEnd: () => Promise<void>): WorkRunner {
  const [state, setState] = createSignal<WorkState>();
  let controller = new AbortController();
  const change = (next: (state: WorkState) => Partial<WorkState>) =>
    setState((current) => current && { ...current, ...next(current) });
  const fail = (failures: WorkFailure[]) =>
    change((before) => ({ failures: [...before.failures, ...failures] }));

  async function start({ title, success, unit = 'files', run }: WorkStart): Promise<void> {
    controller = new AbortController();
    const { signal } = controller;
    setState({ title, unit, done: 0, total: undefined, failures: [], isRunning: true });
    try {
      await run({
        signal,
        expect: (count) => change(({ total = 0 }) => ({ total: total + count })),
        add: (done) => change((before) => ({ done: before.done + done })),
        fail,
      });
    } catch (error) {
      if (!signal.aborted) fail([{ path: '', error }]);
    }
    await onEnd();
    const hasFailed = (state()?.failures.length ?? 0) > 0;
    if (hasFailed) change(() => ({ isRunning: false }));
    else setState(undefined);
    if (signal.aborted) showToast({ title: 'Cancelled.', detail: 'What was done until then stays done.' });
    else if (!hasFailed) showToast({ kind: 'success', title: success });
  }
  return { state, start, cancel: () => controller.abort(), close: () => setState(undefined) };
}

/** Why something failed, in a sentence. */
export function reasonOf({ error }: WorkFailure): string {
  return describeError(error).message;
}
