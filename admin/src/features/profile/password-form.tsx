import { PermissionDeniedError } from '@selfdb/sdk';
import { useQueryClient } from '@tanstack/solid-query';
import { createSignal } from 'solid-js';
import { createStore } from 'solid-js/store';
import { useSdk, useSignedIn } from '../../app/session/session.tsx';
import { Button } from '../../ui/controls/button.tsx';
import { TextField } from '../../ui/controls/text-field.tsx';
import { ErrorNotice } from '../../ui/display/error-notice.tsx';
import { showToast } from '../../ui/overlays/toast.tsx';
import { problemOfPassword } from '../users/draft/user-draft.ts';

const EMPTY = { current: '', next: '', again: '' };

/** Changes your own password. */
export function PasswordForm() {
  const sdk = useSdk();
  const signedIn = useSignedIn();
  const queries = useQueryClient();
  const [draft, setDraft] = createStore({ ...EMPTY });
  const [submitted, setSubmitted] = createSignal(false);
  const [busy, setBusy] = createSignal(false);
  const [error, setError] = createSignal<unknown>();
  let currentField: HTMLInputElement | undefined;
  const isWrong = () => error() instanceof PermissionDeniedError;
  const problems = () => {
    if (isWrong()) return { current: 'This is not your current password.' };
    if (!submitted()) return {};
    return {
      current: draft.current === '' ? 'Enter your current password.' : undefined,
      next: problemOfPassword(draft.next),
      again: draft.again === draft.next ? undefined : 'The two passwords differ.',
    };
  };
  const change = (changes: Partial<typeof EMPTY>) => {
    setError(undefined);
    setDraft(changes);
  };

  async function submit(event: Event) {
    event.preventDefault();
    setError(undefined);
    setSubmitted(true);
    if (busy() || Object.values(problems()).some(Boolean)) return;
    setBusy(true);
    try {
      await sdk.auth.changePassword({ currentPassword: draft.current, newPassword: draft.next });
      setDraft(EMPTY);
      setSubmitted(false);
      showToast({
        kind: 'success',
        title: 'Your password is changed.',
        detail: 'You are signed out everywhere else.',
      });
      await queries.invalidateQueries({ queryKey: ['users', 'sessions'] });
    } catch (cause) {
      setError(cause);
      if (isWrong()) currentField?.focus();
    } finally {
      setBusy(false);
    }
  }
  return (
    <form class="space-y-4 p-4" noValidate onSubmit={submit}>
      <input type="email" autocomplete="username" value={signedIn.user.email} readOnly hidden />
      <TextField
        label="Current password"
        type="password"
        name="current-password"
        autocomplete="current-password"
        ref={(element) => {
          currentField = element;
        }}
        value={draft.current}
        onInput={(current) => change({ current })}
        error={problems().current}
      />
      <div class="grid gap-3 sm:grid-cols-2">
        <TextField
          label="New password"
          type="password"
          name="new-password"
          autocomplete="new-password"
          value={draft.next}
          onInput={(next) => change({ next })}
          hint="8 to 128 characters, any characters."
          error={problems().next}
        />
        <TextField
          label="Repeat the new password"
          type="password"
          name="new-password-again"
          autocomplete="new-password"
          value={draft.again}
          onInput={(again) => change({ again })}
          error={problems().again}
        />
      </div>
      <ErrorNotice title="Nothing was changed." error={isWrong() ? undefined : error()} />
      <div class="flex flex-wrap items-center gap-3">
        <Button variant="primary" type="submit" busy={busy()}>
          Change password
        </Button>
        <p class="text-xs text-muted">Signs you out everywhere else. You stay signed in here.</p>
      </div>
    </form>
  );
}
