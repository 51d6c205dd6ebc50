import { For } from 'solid-js';
import type { ProviderPreset } from './presets.ts';

/** What to do at the provider, step by step. */
export function ProviderSteps(props: { preset: ProviderPreset }) {
  return (
    <section class="space-y-2">
      <h3 class="text-sm font-semibold">
        {props.preset.id === 'generic' ? 'At the service that calls it' : `At ${props.preset.label}`}
      </h3>
      <ol class="list-decimal space-y-1 pl-5 text-sm marker:text-muted">
        <For each={props.preset.steps}>{(step) => <li class="pl-1">{step}</li>}</For>
      </ol>
    </section>
  );
}
