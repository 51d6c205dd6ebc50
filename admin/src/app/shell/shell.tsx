import { useLocation, useNavigate } from '@solidjs/router';
import MenuIcon from 'lucide-solid/icons/menu';
import { createEffect, createSignal, type JSX, on } from 'solid-js';
import { UploadHost } from '../../features/storage/uploads/upload-host.tsx';
import { IconButton } from '../../ui/controls/icon-button.tsx';
import { setPaletteOpen, useCommands } from '../commands/commands.ts';
import { Palette } from '../commands/palette.tsx';
import { listenForShortcuts, useShortcuts } from '../commands/shortcuts.ts';
import { ShortcutsSheet } from '../commands/shortcuts-sheet.tsx';
import { navigation } from '../routes.tsx';
import { Logo } from './logo.tsx';
import { Sidebar } from './sidebar.tsx';

/** What surrounds every page of a signed-in person: sidebar, command palette, shortcuts. */
export function Shell(props: { children: JSX.Element }) {
  const navigate = useNavigate();
  const location = useLocation();
  const [drawer, setDrawer] = createSignal(false);
  const [sheet, setSheet] = createSignal(false);
  let main: HTMLElement | undefined;

  listenForShortcuts();
  useShortcuts([
    { keys: 'Mod+K', label: 'Command palette', group: 'Everywhere', run: () => setPaletteOpen(true) },
    { keys: '?', label: 'Keyboard shortcuts', group: 'Everywhere', run: () => setSheet(true) },
    ...navigation.map(({ keys, label, path }) => ({
      keys,
      label: `Go to ${label}`,
      group: 'Everywhere',
      run: () => navigate(path),
    })),
  ]);
  useCommands(() =>
    navigation.map(({ path, label, icon, keys }) => ({
      id: `page:${path}`,
      label,
      group: 'Page',
      icon: icon(),
      keys,
      run: () => navigate(path),
    })),
  );
  createEffect(
    on(
      () => location.pathname,
      () => setDrawer(false),
      { defer: true },
    ),
  );

  return (
    <div class="flex h-dvh flex-col md:flex-row">
      <button
        type="button"
        class="sr-only z-50 rounded-md bg-raised px-3 py-2 focus:not-sr-only focus:absolute focus:top-2 focus:left-2"
        onClick={() => main?.focus()}
      >
        Skip to the page
      </button>
      <header class="flex h-12 shrink-0 items-center gap-2 border-b border-line bg-surface px-3 md:hidden">
        <IconButton
          label="Menu"
          icon={<MenuIcon />}
          aria-expanded={drawer()}
          onClick={() => setDrawer(!drawer())}
        />
        <Logo />
      </header>
      <Sidebar open={drawer()} onClose={() => setDrawer(false)} onShortcuts={() => setSheet(true)} />
      <main
        ref={main}
        id="main"
        tabIndex={-1}
        class="min-h-0 min-w-0 flex-1 overflow-y-auto bg-surface outline-none"
      >
        {props.children}
      </main>
      <UploadHost />
      <Palette />
      <ShortcutsSheet open={sheet()} onClose={() => setSheet(false)} />
    </div>
  );
}
