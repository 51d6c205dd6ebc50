import { type RawBuilder, sql } from 'kysely';

/** The fields of a webhook that a caller sets. Undefined leaves a field as it is. */
export interface WebhookFields {
  name?: string | undefined;
  description?: string | null | undefined;
  operations?: string[] | undefined;
  target_url?: string | undefined;
  provider?: string | null | undefined;
  provider_event_type?: string | null | undefined;
  require_signature?: boolean | undefined;
  rate_limit_per_minute?: number | undefined;
  retry_enabled?: boolean | undefined;
  retry_attempts?: number | undefined;
  retry_backoff_strategy?: string | undefined;
  retry_delay_seconds?: number | undefined;
  retry_max_delay_seconds?: number | undefined;
  is_active?: boolean | undefined;
}

const TYPES: Record<keyof WebhookFields, string> = {
  name: 'text',
  description: 'text',
  operations: 'text[]',
  target_url: 'text',
  provider: 'text',
  provider_event_type: 'text',
  require_signature: 'bool',
  rate_limit_per_minute: 'int',
  retry_enabled: 'bool',
  retry_attempts: 'int',
  retry_backoff_strategy: 'text',
  retry_delay_seconds: 'int',
  retry_max_delay_seconds: 'int',
  is_active: 'bool',
};

interface GivenField {
  name: string;
  column: RawBuilder<unknown>;
  value: RawBuilder<unknown>;
}

/** The fields that are set, each with its column and its value. The names come from the table above, never from a caller. */
export function givenFields(fields: WebhookFields): GivenField[] {
  return Object.entries(TYPES).flatMap(([name, type]) => {
    const value = fields[name as keyof WebhookFields];
    if (value === undefined) return [];
    return [{ name, column: sql.raw(name), value: sql`${value}::${sql.raw(type)}` }];
  });
}
