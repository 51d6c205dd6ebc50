import type { CreateWebhook } from '@selfdb/sdk';
import { type PresetId, presetOf } from '../presets/presets.ts';

/** What the form for a new webhook has. */
export interface WebhookDraft {
  preset: PresetId;
  /** The name of a service that is none of the presets. */
  provider: string;
  name: string;
  functionId: string;
  events: string;
  secret: string;
  requireSignature: boolean;
}

export const NEW_WEBHOOK: WebhookDraft = {
  ...{ preset: 'github', provider: '', name: '', functionId: '', events: '', secret: '' },
  requireSignature: true,
};

export type WebhookProblems = Partial<Record<'name' | 'functionId' | 'secret', string>>;

/** What keeps the draft from being sent. */
export function problemsOfWebhook({ preset, name, functionId, secret }: WebhookDraft): WebhookProblems {
  const { secret: wanted } = presetOf(preset);
  const needsSecret = wanted.madeBy === 'provider' && wanted.when === 'first';
  return {
    ...(name.trim() === '' ? { name: 'Give it a name.' } : {}),
    ...(functionId === '' ? { functionId: 'Choose the function that runs.' } : {}),
    ...(needsSecret && secret.trim() === ''
      ? { secret: 'Enter it now: it signs the first request already.' }
      : {}),
  };
}

/** The provider as the API has it: a preset, any other name, or none. */
export function providerOf({ preset, provider }: Pick<WebhookDraft, 'preset' | 'provider'>): string | null {
  return preset === 'generic' ? provider.trim() || null : preset;
}

/** The draft as the API takes it. */
export function toCreateWebhook(draft: WebhookDraft): CreateWebhook {
  return {
    name: draft.name.trim(),
    function_id: draft.functionId,
    provider: providerOf(draft),
    provider_event_type: draft.events.trim() || null,
    require_signature: draft.requireSignature,
    ...(draft.secret.trim() === '' ? {} : { secret_key: draft.secret.trim() }),
  };
}
