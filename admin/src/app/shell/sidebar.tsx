import { A } from '@solidjs/router';
import Search from 'lucide-solid/icons/search';
import { For, Show } from 'solid-js';
import { Keys } from '../../ui/display/keys.tsx';
import { setPaletteOpen } from '../commands/commands.ts';
import { navigation } from '../routes.tsx';
import { Logo } from './logo.tsx';
import { UserMenu } from './user-menu.tsx';

interface SidebarProps {
  /** On narrow screens, where the sidebar is a drawer. */
  open: boolean;
  onClose: () => void;
  onShortcuts: () => void;
}

/** The pages, the search and the signed-in user. */
export function Sidebar(props: SidebarProps) {
  return (
    <>
      <Show when={props.open}>
        <button
          type="button"
          aria-label="Close the menu"
          class="fixed inset-0 top-12 z-30 bg-black/30 md:hidden"
          onClick={props.onClose}
        />
      </Show>
      <aside
        class="z-30 w-56 shrink-0 flex-col border-r border-line bg-canvas max-md:fixed max-md:inset-y-0 max-md:top-12 max-md:left-0 md:flex md:w-52"
        classList={{ flex: props.open, 'hidden md:flex': !props.open }}
      >
        <div class="hidden h-12 items-center px-4 md:flex">
          <Logo />
        </div>
        <div class="px-2 max-md:pt-2">
          <button
            type="button"
            class="flex h-8 w-full items-center gap-2 rounded-md border border-line bg-surface px-2 text-muted hover:border-line-strong"
            onClick={() => setPaletteOpen(true)}
          >
            <Search class="size-3.5" />
            <span class="flex-1 text-left">Search</span>
            <Keys keys="Mod+K" />
          </button>
        </div>
        <nav aria-label="Pages" class="mt-3 flex-1 space-y-0.5 overflow-y-auto px-2">
          <For each={navigation}>
            {(item) => (
              <A
                href={item.path}
                end={item.path === '/'}
                class="flex h-8 items-center gap-2.5 rounded-md px-2 font-medium max-md:h-11 [&>svg]:size-4"
                activeClass="bg-accent-soft text-link"
                inactiveClass="text-muted hover:bg-hover hover:text-ink"
              >
                {item.icon()}
                {item.label}
              </A>
            )}
          </For>
        </nav>
        <UserMenu onShortcuts={props.onShortcuts} />
      </aside>
    </>
  );
}
