import { APIConnectionError, AuthenticationError, SelfDBError } from '@selfdb/sdk';
import { MutationCache, QueryCache, QueryClient } from '@tanstack/solid-query';

/** The cache of what the server answered. `onSessionEnd` runs when a query is refused although the token was refreshed. */
export function createQueryClient(onSessionEnd: () => void): QueryClient {
  const onError = (error: unknown) => {
    if (error instanceof AuthenticationError) onSessionEnd();
  };
  return new QueryClient({
    queryCache: new QueryCache({ onError }),
    mutationCache: new MutationCache({ onError }),
    defaultOptions: {
      queries: {
        staleTime: 10_000,
        // The SDK has already repeated what is safe to repeat. A server that restarts is back within seconds.
        retry: (failures, error) => failures < 2 && error instanceof APIConnectionError,
        retryDelay: (attempt) => 1000 * 2 ** attempt,
        throwOnError: false,
        networkMode: 'always',
      },
      mutations: { networkMode: 'always', retry: false },
    },
  });
}

/** Whether an error says that the thing is not there, or not to be seen. */
export function isNotFound(error: unknown): boolean {
  return error instanceof SelfDBError && error.status === 404;
}
