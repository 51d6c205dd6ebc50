import { type RawBuilder, sql } from 'kysely';

/** When the attempt after a failed one is due, a fifth more or less. Each part is an expression; delays are in seconds. */
export function retryAt(
  attempt: RawBuilder<unknown>,
  {
    backoff,
    delay,
    maxDelay,
  }: { backoff: RawBuilder<unknown>; delay: RawBuilder<unknown>; maxDelay: RawBuilder<unknown> },
): RawBuilder<unknown> {
  return sql`now() + make_interval(secs => least(${maxDelay}, ${delay} * case ${backoff}
    when 'exponential' then power(2, least(${attempt} - 1, 30)) when 'linear' then ${attempt} else 1 end) * (0.8 + 0.4 * random()))`;
}
