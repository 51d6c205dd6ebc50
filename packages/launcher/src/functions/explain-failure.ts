import { setTimeout as pause } from 'node:timers/promises';
import { type FunctionExecution, NotFoundError, type SelfDB, type SelfDBFunction } from '@selfdb/sdk';
import { originalPosition } from './code/bundled-sources.ts';
import { getNamedFunction } from './find-functions.ts';

/** The record of an execution is there a moment after its answer. */
const ATTEMPTS = 10;
const PAUSE_MS = 200;

/** What the record of a failed execution says, for those who may read it. Undefined if it says nothing. */
export async function explainFailure(
  selfdb: SelfDB,
  name: string,
  executionId: string,
): Promise<string | undefined> {
  const fn = await getNamedFunction(selfdb, name).catch(() => undefined);
  const execution = fn && (await findExecution(selfdb, fn.id, executionId));
  if (!fn || !execution?.error_message) return undefined;
  const { error_message: message, error_stack: stack } = execution;
  return stack ? `${message}\n${withFilePositions(stack, bundleOf(fn, execution))}` : message;
}

/** Positions of a bundle as those of the files that it was made of. */
export function withFilePositions(stack: string, bundle: string | undefined): string {
  if (bundle === undefined) return stack;
  return stack.replace(
    /\bindex\.js:(\d{1,7}):(\d{1,7})/g,
    (place, line, column) => originalPosition(bundle, Number(line), Number(column)) ?? place,
  );
}

function bundleOf({ version, files }: SelfDBFunction, execution: FunctionExecution): string | undefined {
  return execution.version === version ? files?.['index.js'] : undefined;
}

async function findExecution(
  { functions }: SelfDB,
  id: string,
  executionId: string,
): Promise<FunctionExecution | undefined> {
  for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
    const found = await functions.execution(id, executionId).catch((error: unknown) => {
      if (error instanceof NotFoundError) return undefined;
      throw error;
    });
    if (found && found.status !== 'running') return found;
    await pause(PAUSE_MS);
  }
  return undefined;
}
