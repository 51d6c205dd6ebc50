import BookmarkPlus from 'lucide-solid/icons/bookmark-plus';
import ChevronDown from 'lucide-solid/icons/chevron-down';
import CircleX from 'lucide-solid/icons/circle-x';
import Network from 'lucide-solid/icons/network';
import Play from 'lucide-solid/icons/play';
import WandSparkles from 'lucide-solid/icons/wand-sparkles';
import { type JSX, Show } from 'solid-js';
import { Button, buttonClass } from '../../../ui/controls/button.tsx';
import { Select } from '../../../ui/controls/select.tsx';
import { Switch } from '../../../ui/controls/switch.tsx';
import { formatCount, formatMilliseconds } from '../../../ui/format/numbers.ts';
import { Menu } from '../../../ui/overlays/menu.tsx';
import { changeRunSettings, ROW_LIMITS, runSettings, TIMEOUTS } from '../run/settings.ts';

interface ToolbarProps {
  running: boolean;
  onRun: (all: boolean) => void;
  onCancel: () => void;
  onExplain: (analyze: boolean) => void;
  onFormat: () => void;
  onSave: () => void;
  /** At the right: whether the text is saved. */
  children: JSX.Element;
}

/** What can be done with the text of the editor, and how statements run. */
export function SqlToolbar(props: ToolbarProps) {
  return (
    <div class="flex shrink-0 flex-wrap items-center gap-2 border-b border-line px-3 py-2">
      <Show
        when={!props.running}
        fallback={
          <Button variant="danger" icon={<CircleX />} onClick={() => props.onCancel()}>
            Cancel
          </Button>
        }
      >
        <Button
          variant="primary"
          icon={<Play />}
          title="Runs the selection, or the statement at the cursor (Ctrl+Enter)"
          onClick={() => props.onRun(false)}
        >
          Run
        </Button>
      </Show>
      <Button variant="ghost" onClick={() => props.onRun(true)} disabled={props.running}>
        Run all
      </Button>
      <Menu
        label="Explain"
        triggerClass={buttonClass()}
        trigger={
          <>
            <Network class="size-4" /> Explain <ChevronDown class="size-3.5" />
          </>
        }
        items={[
          { label: 'Explain', onSelect: () => props.onExplain(false) },
          { label: 'Explain and run, with times', onSelect: () => props.onExplain(true) },
        ]}
      />
      <Button icon={<WandSparkles />} onClick={() => props.onFormat()}>
        Format
      </Button>
      <Button icon={<BookmarkPlus />} title="Keeps the query as a snippet" onClick={() => props.onSave()}>
        Save snippet
      </Button>
      <div class="ml-auto flex flex-wrap items-center gap-x-2 gap-y-1 sm:gap-x-3">
        {props.children}
        <span aria-hidden="true" class="h-4 border-l border-line-strong max-sm:hidden" />
        <Switch
          label="Read only"
          checked={runSettings().readOnly}
          onChange={(readOnly) => changeRunSettings({ readOnly })}
        />
        <Select
          label="Time limit"
          hideLabel
          class="w-28"
          options={TIMEOUTS.map((ms) => ({
            value: String(ms),
            label: `${formatMilliseconds(ms).replace('.0 ', ' ')} limit`,
          }))}
          value={String(runSettings().timeoutMs)}
          onChange={(ms) => changeRunSettings({ timeoutMs: Number(ms) })}
        />
        <Select
          label="Row limit"
          hideLabel
          class="w-28 sm:w-32"
          options={ROW_LIMITS.map((rows) => ({ value: String(rows), label: `${formatCount(rows)} rows` }))}
          value={String(runSettings().maxRows)}
          onChange={(rows) => changeRunSettings({ maxRows: Number(rows) })}
        />
      </div>
    </div>
  );
}
