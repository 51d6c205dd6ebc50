import { randomUUID } from 'node:crypto';
import type { Bench } from '../bench.ts';
import type { World } from '../world.ts';

/** An instance, and the token of one of its users. */
export interface Entered extends Pick<Bench, 'instance' | 'api'> {
  world: Pick<World, 'token'>;
}

/** A private table of the user, whose changes are numbered. */
export interface LiveTable {
  name: string;
  topic: string;
}

const columns = { n: { type: 'integer', nullable: false }, body: { type: 'text' } };

/** The body of a row that is 200 bytes of JSON, including its id and times. */
export const body = 'x'.repeat(38);

export async function createLiveTable({ api, world }: Entered, isLive = true): Promise<LiveTable> {
  const name = `live_${randomUUID().replaceAll('-', '')}`;
  const json = { name, table_schema: columns, public: false, realtime_enabled: isLive };
  await api('/tables/', { token: world.token, json });
  return { name, topic: `table:${name}` };
}

/** Where the user's sockets connect. */
export function socketUrl({ instance, world }: Entered): string {
  const query = new URLSearchParams({
    'X-API-Key': instance.settings.API_KEY,
    token: world.token,
    vsn: '2.0.0',
  });
  return `${instance.apiUrl.replace('http', 'ws')}/realtime/socket/websocket?${query}`;
}
