import type { Database } from '@selfdb/server/db/database';
import type { EndedEvent, ExecutionReport, StartedEvent } from '@selfdb/shared/functions/runner-protocol';
import { cutExecutions, saveExecutions } from './repository.ts';

/** Stores what the host of the runners reports. */
export async function storeReport(db: Database, { host_id, events }: ExecutionReport): Promise<void> {
  if (!events) return cutExecutions(db, host_id);
  const started = new Map<string, StartedEvent>();
  const ended = new Map<string, EndedEvent>();
  for (const event of events.map(storable)) {
    if (event.type === 'ended') ended.set(event.execution_id, event);
    else started.set(event.execution_id, event);
  }
  for (const id of ended.keys()) started.delete(id);
  if (started.size + ended.size === 0) return;
  await saveExecutions(db, host_id, { started: [...started.values()], ended: [...ended.values()] });
}

/** The same without what Postgres can't store: NUL and lone surrogates. */
function storable<T>(value: T): T {
  return JSON.parse(JSON.stringify(value).replaceAll(/\\u0000/g, '\\ufffd'), (_, item) =>
    typeof item === 'string' ? item.toWellFormed() : item,
  );
}
