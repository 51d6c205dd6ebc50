import type { Cors } from '@selfdb/sdk';
import { useQueryClient } from '@tanstack/solid-query';
import { createSignal } from 'solid-js';
import { useSdk } from '../../../app/session/session.tsx';
import { describeError } from '../../../ui/display/describe-error.ts';
import { showToast } from '../../../ui/overlays/toast.tsx';
import { corsQuery } from '../queries.ts';

/** Sets the allowed origins (null: those of the environment), says so, and shows what the server stored. Throws its refusal. */
export function useSetOrigins() {
  const sdk = useSdk();
  const queries = useQueryClient();
  const { queryKey } = corsQuery(sdk);
  const [busy, setBusy] = createSignal(false);
  async function set(origins: string[] | null, said: string, undo?: string[] | null): Promise<void> {
    setBusy(true);
    try {
      const stored = await sdk.system.cors.set(origins);
      queries.setQueryData(queryKey, stored);
      const run = () => void revert(stored, undo ?? null);
      showToast({
        kind: 'success',
        title: said,
        ...(undo !== undefined && { action: { label: 'Undo', run } }),
      });
    } finally {
      setBusy(false);
    }
  }
  /** An older message must not take a later change back with its own. */
  async function revert(stored: Cors, before: string[] | null): Promise<void> {
    if (queries.getQueryData(queryKey)?.changed_at !== stored.changed_at) {
      showToast({ title: 'The list has changed since then.', detail: 'Change it by hand.' });
      return;
    }
    await set(before, 'Undone.').catch((error) =>
      showToast({ kind: 'danger', title: 'Nothing was changed.', detail: describeError(error).message }),
    );
  }
  return { set, busy };
}

/** The entries of a list beside `*`. */
export function withoutAll(origins: string[]): string[] {
  return origins.filter((origin) => origin !== '*');
}
