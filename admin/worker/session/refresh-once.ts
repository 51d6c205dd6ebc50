import type { Tokens } from '@selfdb/shared/users/schema';

/** How long a used refresh token still gets the answer that it got: for tabs that sent it at once, and a page that reloads. */
const REMEMBER_MS = 10_000;
const MAX_REMEMBERED = 100;

interface Exchange {
  tokens: Promise<Tokens>;
  /** When the answer arrived. Undefined while the API works on it. */
  answeredAt?: number;
  next?: string;
}

const exchanges = new Map<string, Exchange>();

/**
 * Exchanges a refresh token. A second use would end the session, so requests that send the same token share one exchange, and
 * its answer for a few seconds. `refresh` throws if there is no answer, which is not remembered.
 */
export async function refreshOnce(
  refreshToken: string,
  refresh: (token: string) => Promise<Tokens>,
  now: () => number = Date.now,
): Promise<Tokens> {
  const token = latestOf(refreshToken, now());
  const known = exchanges.get(token);
  if (known && isFresh(known, now())) return known.tokens;
  const exchange: Exchange = { tokens: refresh(token) };
  remember(token, exchange);
  try {
    const tokens = await exchange.tokens;
    exchange.answeredAt = now();
    exchange.next = tokens.refresh_token;
    return tokens;
  } catch (error) {
    if (exchanges.get(token) === exchange) exchanges.delete(token);
    throw error;
  }
}

/** The newest token before the last exchange that began with this one: an answer may have reached another tab first. */
function latestOf(token: string, time: number): string {
  let latest = token;
  for (;;) {
    const next = exchanges.get(latest)?.next;
    const following = next === undefined ? undefined : exchanges.get(next);
    if (next === undefined || !following || !isFresh(following, time)) return latest;
    latest = next;
  }
}

function isFresh({ answeredAt }: Exchange, time: number): boolean {
  return answeredAt === undefined || time - answeredAt < REMEMBER_MS;
}

function remember(token: string, exchange: Exchange): void {
  exchanges.delete(token);
  exchanges.set(token, exchange);
  for (const oldest of exchanges.keys()) {
    if (exchanges.size <= MAX_REMEMBERED) return;
    exchanges.delete(oldest);
  }
}
