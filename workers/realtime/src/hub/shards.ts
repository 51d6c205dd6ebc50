/** The name of a Hub. Shards count from 0. */
export function shardName(shard: number): string {
  return `hub-${shard}`;
}

/** The names of all Hubs. */
export function shardNames(count: number): string[] {
  return Array.from({ length: count }, (_, shard) => shardName(shard));
}
