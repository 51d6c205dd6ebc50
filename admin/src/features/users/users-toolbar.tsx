import { SearchField } from '../../ui/controls/search-field.tsx';
import { Select } from '../../ui/controls/select.tsx';
import { Toolbar, toolbarSelect } from '../../ui/navigation/toolbar.tsx';
import type { UsersView } from './users-view.ts';

const ROLES = [
  { value: 'any', label: 'Any role' },
  { value: 'ADMIN', label: 'Administrators' },
  { value: 'USER', label: 'Users' },
] as const;

const STATES = [
  { value: 'any', label: 'Any state' },
  { value: 'active', label: 'Active' },
  { value: 'deactivated', label: 'Deactivated' },
] as const;

interface UsersToolbarProps {
  view: UsersView;
  onChange: (changes: Partial<Pick<UsersView, 'search' | 'role' | 'state'>>) => void;
  searchRef: (element: HTMLInputElement) => void;
}

/** Search and filters of the list. */
export function UsersToolbar(props: UsersToolbarProps) {
  return (
    <Toolbar>
      <SearchField
        label="Search users by name or e-mail"
        placeholder="Name or e-mail"
        value={props.view.search}
        onChange={(search) => props.onChange({ search })}
        ref={props.searchRef}
      />
      <Select
        class={toolbarSelect}
        label="Role"
        hideLabel
        options={[...ROLES]}
        value={props.view.role}
        onChange={(role) => props.onChange({ role })}
      />
      <Select
        class={toolbarSelect}
        label="State"
        hideLabel
        options={[...STATES]}
        value={props.view.state}
        onChange={(state) => props.onChange({ state })}
      />
    </Toolbar>
  );
}
