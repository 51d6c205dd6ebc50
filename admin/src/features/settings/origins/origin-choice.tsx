import type { Cors } from '@selfdb/sdk';
import TriangleAlert from 'lucide-solid/icons/triangle-alert';
import { createSignal, Show } from 'solid-js';
import { Segmented } from '../../../ui/controls/segmented.tsx';
import { ConfirmDialog } from '../../../ui/overlays/confirm-dialog.tsx';
import { useSetOrigins, withoutAll } from './use-set-origins.ts';

const CHOICES = [
  { value: 'listed', label: 'Only listed origins' },
  { value: 'any', label: 'Any origin' },
] as const;
type Choice = (typeof CHOICES)[number]['value'];

/** Whether any page may call, or only those of listed origins. Both ways ask first. */
export function OriginChoice(props: { cors: Cors }) {
  const { set } = useSetOrigins();
  const [asking, setAsking] = createSignal<Choice>();
  const choice = (): Choice => (props.cors.origins.includes('*') ? 'any' : 'listed');
  const listed = () => withoutAll(props.cors.origins);
  const choose = (next: Choice) => next !== choice() && setAsking(next);
  return (
    <div class="space-y-3">
      <Segmented label="Who may call" options={[...CHOICES]} value={choice()} onChange={choose} />
      <Show when={choice() === 'any'}>
        <p class="flex gap-2 rounded-md border border-warning/40 bg-warning-soft px-3 py-2">
          <TriangleAlert class="mt-0.5 size-4 shrink-0 text-warning" />
          <span>
            Any web page (<code class="font-mono text-xs">*</code>) may call the API. It still needs the API
            key and, for what is not public, a user's token. For production, list the origins of your own
            pages.
          </span>
        </p>
      </Show>
      <ConfirmDialog
        open={asking() === 'any'}
        onClose={() => setAsking(undefined)}
        title="Allow any origin?"
        action="Allow any origin"
        onConfirm={() => set(['*', ...listed()], 'Any origin is allowed now.', listed())}
      >
        <p>Every web page that knows the API key can then call the API from its visitors' browsers.</p>
      </ConfirmDialog>
      <ConfirmDialog
        open={asking() === 'listed'}
        onClose={() => setAsking(undefined)}
        title="Allow only listed origins?"
        action="Allow only listed"
        onConfirm={() => set(listed(), 'Only listed origins are allowed now.', props.cors.origins)}
      >
        <p>
          <Show
            when={listed().length > 0}
            fallback="The list is empty: no web page can call the API until you add its origin. Add the origins of your pages right after this."
          >
            Pages of other origins can't call the API any more, at once.
          </Show>
        </p>
      </ConfirmDialog>
    </div>
  );
}
