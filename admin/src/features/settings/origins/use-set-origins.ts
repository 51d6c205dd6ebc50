import { useQueryClient } from '@tanstack/solid-query';
import { createSignal } from 'solid-js';
import { useSdk } from '../../../app/session/session.tsx';
import { showToast } from '../../../ui/overlays/toast.tsx';
import { corsQuery } from '../queries.ts';

/** Sets the allowed origins (null: those of the environment), says so, and shows what the server stored. Throws its refusal. */
export function useSetOrigins() {
  const sdk = useSdk();
  const queries = useQueryClient();
  const [busy, setBusy] = createSignal(false);
  async function set(origins: string[] | null, said: string, undo?: string[] | null): Promise<void> {
    setBusy(true);
    try {
      queries.setQueryData(corsQuery(sdk).queryKey, await sdk.system.cors.set(origins));
      const action = { label: 'Undo', run: () => void set(undo ?? null, 'Undone.') };
      showToast({ kind: 'success', title: said, ...(undo !== undefined && { action }) });
    } finally {
      setBusy(false);
    }
  }
  return { set, busy };
}

/** The entries of a list beside `*`. */
export function withoutAll(origins: string[]): string[] {
  return origins.filter((origin) => origin !== '*');
}
