import ChevronDown from 'lucide-solid/icons/chevron-down';
import Rocket from 'lucide-solid/icons/rocket';
import Save from 'lucide-solid/icons/save';
import Undo from 'lucide-solid/icons/undo-2';
import { Show } from 'solid-js';
import { useCommands } from '../../../app/commands/commands.ts';
import { useShortcuts } from '../../../app/commands/shortcuts.ts';
import { Button } from '../../../ui/controls/button.tsx';
import { Keys } from '../../../ui/display/keys.tsx';
import { Toolbar } from '../../../ui/navigation/toolbar.tsx';
import { Menu } from '../../../ui/overlays/menu.tsx';
import { useFunction } from '../page/function-context.tsx';
import { describeState } from '../page/function-state.tsx';
import { draftOf, dropDraft } from './drafts.ts';
import type { Saving } from './use-saving.ts';

/** What is saved and serves, and the buttons that change it. */
export function CodeToolbar(props: { saving: Saving; onTypes: () => void }) {
  const { fn } = useFunction();
  const isChanged = () => draftOf(fn()) !== undefined;
  const canDeploy = () => isChanged() || fn().deployment_status !== 'deployed';
  const deploy = () => void props.saving.save(true);
  useShortcuts([{ keys: 'Mod+S', label: 'Save and deploy', group: 'Function', run: deploy }]);
  useCommands(() => [
    { id: 'function:deploy', label: 'Save and deploy', group: 'Function', icon: <Rocket />, run: deploy },
  ]);
  return (
    <Toolbar
      actions={
        <>
          <span class="hidden pointer-fine:lg:block">
            <Keys keys="Mod+S" />
          </span>
          <Button
            variant="primary"
            icon={<Rocket />}
            busy={props.saving.busy()}
            disabled={!canDeploy()}
            onClick={deploy}
          >
            {isChanged() ? 'Save and deploy' : 'Deploy'}
          </Button>
          <Menu
            label="More about the code"
            trigger={<ChevronDown />}
            items={[
              {
                label: 'Save without deploying',
                icon: <Save />,
                disabled: !isChanged(),
                onSelect: () => void props.saving.save(false),
              },
              {
                label: 'Undo all changes',
                icon: <Undo />,
                danger: true,
                disabled: !isChanged(),
                onSelect: () => dropDraft(fn().id),
              },
            ]}
          />
        </>
      }
    >
      <p class="min-w-0 text-sm text-muted" role="status">
        <Show when={isChanged()} fallback={describeState(fn()).hint}>
          <span class="font-medium text-ink">Not saved.</span> {describeState(fn()).hint}
        </Show>
      </p>
      <Button size="sm" variant="ghost" onClick={() => props.onTypes()}>
        Types
      </Button>
    </Toolbar>
  );
}
