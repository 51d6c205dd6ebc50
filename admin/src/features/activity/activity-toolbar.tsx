import Search from 'lucide-solid/icons/search';
import X from 'lucide-solid/icons/x';
import { Show } from 'solid-js';
import { createTypedText } from '../../ui/browser/typed-text.ts';
import { Button } from '../../ui/controls/button.tsx';
import { Select } from '../../ui/controls/select.tsx';
import { TextField } from '../../ui/controls/text-field.tsx';
import type { ActivityView } from './activity-view.ts';

const TYPING_MS = 300;

const KINDS = [
  { value: 'all', label: 'All kinds', hint: 'Except SQL that only reads, as the dashboard runs, too' },
  { value: 'changes', label: 'Changes of rows', hint: 'Rows of tables with realtime, as they change' },
  { value: 'signins', label: 'Sign-ins', hint: 'Sign-ins, failed ones and sign-outs' },
  { value: 'users', label: 'Users', hint: 'Accounts, roles, passwords and sessions' },
  { value: 'tables', label: 'Tables', hint: 'Tables, columns and indexes' },
  { value: 'files', label: 'Files', hint: 'Buckets, uploads and files' },
  { value: 'sql', label: 'SQL', hint: 'All SQL that administrators ran' },
  { value: 'errors', label: 'Errors', hint: 'Failed sign-ins and failed SQL' },
] as const;

const RANGES = [
  { value: 'any', label: 'Any time' },
  { value: 'hour', label: 'Last hour' },
  { value: 'day', label: 'Last 24 hours' },
  { value: 'week', label: 'Last 7 days' },
  { value: 'month', label: 'Last 30 days' },
] as const;

interface ActivityToolbarProps {
  view: ActivityView;
  onChange: (changes: Partial<ActivityView>) => void;
  searchRef: (element: HTMLInputElement) => void;
}

/** Filters of the timeline. */
export function ActivityToolbar(props: ActivityToolbarProps) {
  const { typed, type } = createTypedText(
    () => props.view.search,
    (text) => props.onChange({ search: text }),
    TYPING_MS,
  );
  return (
    <search class="flex flex-wrap items-center gap-2 px-4 pb-3 sm:px-6">
      <TextField
        class="w-full md:w-80"
        label="Find by name, e-mail, address or request id"
        hideLabel
        type="search"
        placeholder="Name, e-mail, address or request id"
        icon={<Search />}
        value={typed()}
        onInput={type}
        ref={props.searchRef}
      />
      <Select
        class="min-w-0 flex-1 md:w-44 md:flex-none"
        label="Kind"
        hideLabel
        options={[...KINDS]}
        value={props.view.kind}
        onChange={(kind) => props.onChange({ kind })}
      />
      <Select
        class="min-w-0 flex-1 md:w-40 md:flex-none"
        label="Time"
        hideLabel
        options={[...RANGES]}
        value={props.view.range}
        onChange={(range) => props.onChange({ range })}
      />
      <Show when={props.view.person}>
        <Button
          icon={<X />}
          class="max-w-full"
          aria-label={`Show everyone, not only ${props.view.person}`}
          onClick={() => props.onChange({ person: '' })}
        >
          <span class="truncate">Only {props.view.person}</span>
        </Button>
      </Show>
    </search>
  );
}
