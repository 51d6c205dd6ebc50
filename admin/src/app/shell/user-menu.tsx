import { useNavigate } from '@solidjs/router';
import ChevronsUpDown from 'lucide-solid/icons/chevrons-up-down';
import Keyboard from 'lucide-solid/icons/keyboard';
import LogOut from 'lucide-solid/icons/log-out';
import Monitor from 'lucide-solid/icons/monitor';
import Moon from 'lucide-solid/icons/moon';
import Sun from 'lucide-solid/icons/sun';
import UserRound from 'lucide-solid/icons/user-round';
import { describeError } from '../../ui/display/describe-error.ts';
import { Menu, type MenuItem } from '../../ui/overlays/menu.tsx';
import { showToast } from '../../ui/overlays/toast.tsx';
import { useCommands } from '../commands/commands.ts';
import { useSession, useSignedIn } from '../session/session.tsx';
import { chooseTheme, type ThemeChoice, themeChoice } from '../theme.ts';

const THEMES = [
  { choice: 'light', label: 'Light theme', icon: () => <Sun /> },
  { choice: 'dark', label: 'Dark theme', icon: () => <Moon /> },
  { choice: 'system', label: 'System theme', icon: () => <Monitor /> },
] as const satisfies { choice: ThemeChoice; label: string; icon: () => unknown }[];

/** The signed-in user, the theme and the way out. */
export function UserMenu(props: { onShortcuts: () => void }) {
  const session = useSession();
  const signedIn = useSignedIn();
  const navigate = useNavigate();
  const openProfile = () => navigate('/profile');
  const signOut = () =>
    session.signOut().catch((error) => {
      showToast({ kind: 'danger', title: 'You are still signed in.', detail: describeError(error).message });
    });
  useCommands(() => [
    ...THEMES.map(({ choice, label, icon }) => ({
      id: `theme:${choice}`,
      label,
      group: 'Appearance',
      icon: icon(),
      run: () => chooseTheme(choice),
    })),
    {
      id: 'profile',
      label: 'Your profile',
      group: 'Account',
      keywords: 'name password sessions',
      icon: <UserRound />,
      run: openProfile,
    },
    { id: 'sign-out', label: 'Sign out', group: 'Account', icon: <LogOut />, run: signOut },
  ]);
  const items = (): MenuItem[] => [
    { label: 'Your profile', icon: <UserRound />, onSelect: openProfile },
    { label: 'Keyboard shortcuts', icon: <Keyboard />, keys: '?', onSelect: props.onShortcuts },
    ...THEMES.map(({ choice, label, icon }, index) => ({
      label: choice === themeChoice() ? `${label} ✓` : label,
      icon: icon(),
      separated: index === 0,
      onSelect: () => chooseTheme(choice),
    })),
    { label: 'Sign out', icon: <LogOut />, separated: true, onSelect: signOut },
  ];
  return (
    <div class="border-t border-line p-2">
      <Menu
        label={`Account: ${signedIn.user.email}`}
        triggerClass="flex h-9 w-full items-center gap-2 rounded-md px-2 text-left hover:bg-hover"
        trigger={
          <>
            <span
              // Drawn by the style sheet: it is no part of the button's name.
              data-letter={signedIn.user.email.slice(0, 1).toUpperCase()}
              class="flex size-6 shrink-0 items-center justify-center rounded-full bg-accent text-xs font-semibold text-on-accent before:content-[attr(data-letter)]"
            />
            <span class="min-w-0 flex-1 truncate">{signedIn.user.email}</span>
            <ChevronsUpDown class="size-3.5 shrink-0 text-muted" />
          </>
        }
        items={items()}
      />
    </div>
  );
}
