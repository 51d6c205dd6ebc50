import type { Bench } from '../bench.ts';
import { median } from '../report/table.ts';
import type { Call } from './call.ts';
import { storageCalls } from './storage-calls.ts';
import { tableCalls } from './table-calls.ts';
import { userCalls } from './user-calls.ts';

export interface CountedCall {
  title: string;
  allowed: number;
  /** The median of the calls: storage's janitor sometimes calls the gateway too. */
  requests: number;
}

const counted = 3;

/** Counts the requests that reach the gateway during each kind of API call, on warm workers. */
export async function countGatewayRequests(bench: Bench): Promise<CountedCall[]> {
  const kinds = [...(await userCalls(bench)), ...(await tableCalls(bench)), ...(await storageCalls(bench))];
  const results: CountedCall[] = [];
  for (const kind of kinds) results.push(await countKind(bench, kind));
  return results;
}

async function countKind(bench: Bench, { title, allowed, prepare, call }: Call): Promise<CountedCall> {
  await prepare?.();
  await call();
  const requests: number[] = [];
  for (let times = 0; times < counted; times += 1) {
    await prepare?.();
    const before = await gatewayRequests(bench);
    await call();
    requests.push((await gatewayRequests(bench)) - before);
  }
  return { title, allowed, requests: median(requests) };
}

async function gatewayRequests({ instance, signal }: Bench): Promise<number> {
  const headers = { 'Neon-Connection-String': instance.databaseUrl };
  const answer = await fetch(`${instance.gatewayUrl}/stats`, { headers, signal });
  if (!answer.ok) throw new Error(`the gateway's /stats answered ${answer.status}`);
  const stats = (await answer.json()) as { requests: number };
  return stats.requests;
}
