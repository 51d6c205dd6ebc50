import type { FunctionTrigger } from '@selfdb/sdk';
import { cronInWords } from '../../backups/schedule/cron-words.ts';

const OPERATIONS = { INSERT: 'inserted', UPDATE: 'updated', DELETE: 'deleted' } as const;
const lists = new Intl.ListFormat('en', { type: 'disjunction' });

/** What starts the function, as a sentence. */
export function triggerInWords(trigger: FunctionTrigger): string {
  switch (trigger.type) {
    case 'http': {
      const methods = [trigger.method ?? []].flat();
      return methods.length > 0 ? `When it is called with ${lists.format(methods)}` : 'When it is called';
    }
    case 'schedule':
      return `${cronInWords(trigger.cron)} (${trigger.timezone ?? 'UTC'})`;
    case 'database': {
      const operations = trigger.operations ?? trigger.events ?? (['INSERT', 'UPDATE', 'DELETE'] as const);
      return `When rows of ${trigger.table} are ${lists.format(operations.map((name) => OPERATIONS[name]))}`;
    }
    case 'webhook':
      return 'When one of its webhooks is called';
    case 'event':
      return `When the event ${trigger.event} is sent`;
    case 'once':
      return 'Once, after it was first deployed with this trigger';
  }
}
