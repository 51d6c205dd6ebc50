import type { SqlTab } from '@selfdb/sdk';
import ArrowLeft from 'lucide-solid/icons/arrow-left';
import ArrowRight from 'lucide-solid/icons/arrow-right';
import CopyPlus from 'lucide-solid/icons/copy-plus';
import Ellipsis from 'lucide-solid/icons/ellipsis';
import Pencil from 'lucide-solid/icons/pencil';
import Plus from 'lucide-solid/icons/plus';
import X from 'lucide-solid/icons/x';
import { createEffect, createSignal, For, type JSX, Show } from 'solid-js';
import { IconButton } from '../../../ui/controls/icon-button.tsx';
import { Menu } from '../../../ui/overlays/menu.tsx';

interface TabBarProps {
  tabs: SqlTab[];
  activeId: string;
  isRunning: (id: string) => boolean;
  onSelect: (id: string) => void;
  onNew: () => void;
  onRename: (tab: SqlTab) => void;
  onDuplicate: (tab: SqlTab) => void;
  onClose: (tab: SqlTab) => void;
  onMove: (id: string, index: number) => void;
  /** Further controls at the right. */
  children: JSX.Element;
}

/** The tabs of the editor. Drag one to move it; Delete closes the focused one, F2 renames it. */
export function TabBar(props: TabBarProps) {
  const [dragged, setDragged] = createSignal<string>();
  const index = () => props.tabs.findIndex((tab) => tab.id === props.activeId);
  const active = () => props.tabs[index()];
  function drop(target: number) {
    const id = dragged();
    setDragged(undefined);
    if (id) props.onMove(id, target);
  }
  let list!: HTMLDivElement;
  function focusAt(target: number) {
    const next = props.tabs[(target + props.tabs.length) % props.tabs.length];
    if (!next) return;
    props.onSelect(next.id);
    queueMicrotask(() => list.querySelector<HTMLElement>('[aria-selected="true"]')?.focus());
  }
  function onKeyDown(event: KeyboardEvent, tab: SqlTab) {
    const actions: Record<string, () => void> = {
      ArrowRight: () => focusAt(index() + 1),
      ArrowLeft: () => focusAt(index() - 1),
      Home: () => focusAt(0),
      End: () => focusAt(props.tabs.length - 1),
      Delete: () => props.onClose(tab),
      F2: () => props.onRename(tab),
    };
    const action = actions[event.key];
    if (!action) return;
    event.preventDefault();
    action();
  }
  createEffect(() => {
    list
      .querySelector(`[data-tab="${props.activeId}"]`)
      ?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  });
  return (
    <div class="flex h-10 shrink-0 items-stretch border-b border-line bg-canvas">
      {/* Kobalte's tabs select the first one whenever the list changes before they know it. */}
      <div ref={list} role="tablist" aria-label="Query tabs" class="flex min-w-0 overflow-x-auto">
        <For each={props.tabs}>
          {(tab, position) => (
            <button
              type="button"
              role="tab"
              data-tab={tab.id}
              aria-selected={tab.id === props.activeId}
              tabIndex={tab.id === props.activeId ? 0 : -1}
              draggable={true}
              onDragStart={() => setDragged(tab.id)}
              onDragEnd={() => setDragged(undefined)}
              onDragOver={(event) => dragged() && event.preventDefault()}
              onDrop={() => drop(position())}
              onClick={() => props.onSelect(tab.id)}
              onDblClick={() => props.onRename(tab)}
              onKeyDown={(event) => onKeyDown(event, tab)}
              title={tab.name}
              class="group flex max-w-48 shrink-0 items-center gap-1.5 border-r border-line pr-1.5 pl-3 text-sm text-muted -outline-offset-2 hover:text-ink aria-selected:bg-surface aria-selected:text-ink"
              classList={{ 'opacity-50': dragged() === tab.id }}
            >
              <span class="truncate">{tab.name}</span>
              <Show when={props.isRunning(tab.id)}>
                <span class="size-1.5 shrink-0 animate-pulse rounded-full bg-accent" title="Running" />
              </Show>
              <CloseMark onClose={() => props.onClose(tab)} />
            </button>
          )}
        </For>
      </div>
      <div class="flex shrink-0 items-center gap-0.5 px-1">
        <IconButton label="Open a tab" size="sm" icon={<Plus />} onClick={() => props.onNew()} />
        <Show when={active()}>
          {(tab) => (
            <Menu
              label={`Actions of the tab ${tab().name}`}
              trigger={<Ellipsis />}
              items={[
                { label: 'Rename', keys: 'F2', icon: <Pencil />, onSelect: () => props.onRename(tab()) },
                { label: 'Duplicate', icon: <CopyPlus />, onSelect: () => props.onDuplicate(tab()) },
                {
                  label: 'Move left',
                  icon: <ArrowLeft />,
                  disabled: index() === 0,
                  onSelect: () => props.onMove(tab().id, index() - 1),
                },
                {
                  label: 'Move right',
                  icon: <ArrowRight />,
                  disabled: index() === props.tabs.length - 1,
                  onSelect: () => props.onMove(tab().id, index() + 1),
                },
                {
                  label: 'Close',
                  keys: 'Delete',
                  icon: <X />,
                  separated: true,
                  onSelect: () => props.onClose(tab()),
                },
              ]}
            />
          )}
        </Show>
      </div>
      <div class="ml-auto flex shrink-0 items-center gap-0.5 px-2">{props.children}</div>
    </div>
  );
}

/** For the pointer only: a tab may hold no button. The keyboard has Delete, and the menu. */
function CloseMark(props: { onClose: () => void }) {
  return (
    <span
      aria-hidden="true"
      class="flex size-4 shrink-0 items-center justify-center rounded-sm opacity-0 group-hover:opacity-100 group-aria-selected:opacity-100 hover:bg-hover"
      onClick={(event) => {
        event.stopPropagation();
        props.onClose();
      }}
    >
      <X class="size-3" />
    </span>
  );
}
