interface Gateway {
  DB_GATEWAY_URL: string;
  DATABASE_URL: string;
}

/** How many requests `work` makes to the gateway, by the gateway's own count. */
export async function countGatewayRequests(gateway: Gateway, work: () => Promise<unknown>): Promise<number> {
  const before = await requestsSoFar(gateway);
  await work();
  return (await requestsSoFar(gateway)) - before;
}

async function requestsSoFar({ DB_GATEWAY_URL, DATABASE_URL }: Gateway): Promise<number> {
  const response = await fetch(new URL('/stats', DB_GATEWAY_URL), {
    headers: { 'Neon-Connection-String': DATABASE_URL },
  });
  const stats: { requests: number } = JSON.parse(await response.text());
  return stats.requests;
}
