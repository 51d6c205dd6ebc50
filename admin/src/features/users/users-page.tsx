import { useNavigate, useSearchParams } from '@solidjs/router';
import { createInfiniteQuery, createQuery } from '@tanstack/solid-query';
import Plus from 'lucide-solid/icons/plus';
import UserPlus from 'lucide-solid/icons/user-plus';
import { createMemo, Show } from 'solid-js';
import { useCommands } from '../../app/commands/commands.ts';
import { useShortcuts } from '../../app/commands/shortcuts.ts';
import { useSdk, useSignedIn } from '../../app/session/session.tsx';
import { Button } from '../../ui/controls/button.tsx';
import { Page } from '../../ui/display/page.tsx';
import { counted } from '../../ui/format/numbers.ts';
import { CreateUserPanel } from './create/create-user-panel.tsx';
import { UserPanel } from './detail/user-panel.tsx';
import { userCountQuery, usersQuery } from './queries.ts';
import { UsersList } from './users-list.tsx';
import { UsersToolbar } from './users-toolbar.tsx';
import { readUsersView } from './users-view.ts';

/** All users: found, created, changed and removed here. */
export default function UsersPage() {
  const sdk = useSdk();
  const signedIn = useSignedIn();
  const navigate = useNavigate();
  const [parameters, setParameters] = useSearchParams<Record<string, string>>();
  const view = createMemo(() => readUsersView(parameters));
  const users = createInfiniteQuery(() => usersQuery(sdk, view()));
  const count = createQuery(() => userCountQuery(sdk, view().search));
  let searchField: HTMLInputElement | undefined;

  const create = () => setParameters({ new: 'user', user: undefined });
  useShortcuts([
    { keys: 'n', label: 'Create user', group: 'Users', run: create },
    { keys: '/', label: 'Search users', group: 'Users', run: () => searchField?.focus() },
  ]);
  useCommands(() => [
    { id: 'users:create', label: 'Create user', group: 'Users', keys: 'n', icon: <UserPlus />, run: create },
    {
      id: 'users:self',
      label: 'Show your own account',
      group: 'Users',
      keywords: 'role',
      run: () => setParameters({ user: signedIn.user.id, new: undefined }),
    },
  ]);

  return (
    <Page
      title="Users"
      aside={
        <Show when={count.data}>
          {(found) => <span class="tabular text-xs text-muted">{counted(found().count, 'user')}</span>}
        </Show>
      }
      actions={
        <Button variant="primary" icon={<Plus />} onClick={create}>
          Create user
        </Button>
      }
    >
      <UsersToolbar
        view={view()}
        searchRef={(element) => {
          searchField = element;
        }}
        onChange={({ search, role, state }) =>
          setParameters(
            {
              ...(search === undefined ? {} : { search: search || undefined }),
              ...(role && { role: role === 'any' ? undefined : role }),
              ...(state && { state: state === 'any' ? undefined : state }),
            },
            { replace: true, scroll: false },
          )
        }
      />
      <UsersList
        query={users}
        view={view()}
        total={count.data?.count}
        ownId={signedIn.user.id}
        linkTo={({ id }) => `/users?${new URLSearchParams({ ...parameters, user: id })}`}
        onSort={({ by, order }) => setParameters({ sort: by, order }, { replace: true, scroll: false })}
        onShowAll={() => navigate('/users')}
        onCreate={create}
      />
      <CreateUserPanel
        open={parameters.new === 'user'}
        onClose={() => setParameters({ new: undefined })}
        onShow={({ id }) => setParameters({ new: undefined, user: id })}
      />
      <Show keyed when={parameters.user}>
        {(id) => <UserPanel userId={id} onClose={() => setParameters({ user: undefined })} />}
      </Show>
    </Page>
  );
}
