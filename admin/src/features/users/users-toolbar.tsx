import Search from 'lucide-solid/icons/search';
import { createTypedText } from '../../ui/browser/typed-text.ts';
import { Select } from '../../ui/controls/select.tsx';
import { TextField } from '../../ui/controls/text-field.tsx';
import type { UsersView } from './users-view.ts';

const TYPING_MS = 200;

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
  const { typed, type } = createTypedText(
    () => props.view.search,
    (text) => props.onChange({ search: text }),
    TYPING_MS,
  );
  return (
    <search class="flex flex-wrap gap-2 px-4 pb-3 sm:px-6">
      <TextField
        class="w-full sm:w-72"
        label="Find users by name or e-mail"
        hideLabel
        type="search"
        placeholder="Name or e-mail"
        icon={<Search />}
        value={typed()}
        onInput={type}
        ref={props.searchRef}
      />
      <Select
        class="min-w-0 flex-1 sm:w-36 sm:flex-none"
        label="Role"
        hideLabel
        options={[...ROLES]}
        value={props.view.role}
        onChange={(role) => props.onChange({ role })}
      />
      <Select
        class="min-w-0 flex-1 sm:w-36 sm:flex-none"
        label="State"
        hideLabel
        options={[...STATES]}
        value={props.view.state}
        onChange={(state) => props.onChange({ state })}
      />
    </search>
  );
}
