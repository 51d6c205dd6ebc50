import X from 'lucide-solid/icons/x';
import { Show } from 'solid-js';
import { Button } from '../../ui/controls/button.tsx';
import { SearchField } from '../../ui/controls/search-field.tsx';
import { Select } from '../../ui/controls/select.tsx';
import { Toolbar, toolbarSelect } from '../../ui/navigation/toolbar.tsx';
import type { ActivityView } from './activity-view.ts';

const KINDS = [
  { value: 'all', label: 'All kinds', hint: 'Except SQL that only reads, as the dashboard runs, too' },
  { value: 'changes', label: 'Changes of rows', hint: 'Rows of tables with realtime, as they change' },
  { value: 'signins', label: 'Sign-ins', hint: 'Sign-ins, failed ones and sign-outs' },
  { value: 'users', label: 'Users', hint: 'Accounts, roles, passwords and sessions' },
  { value: 'tables', label: 'Tables', hint: 'Tables, columns and indexes' },
  { value: 'files', label: 'Files', hint: 'Buckets, uploads and files' },
  { value: 'functions', label: 'Functions', hint: 'Saved, deployed and deleted functions' },
  { value: 'webhooks', label: 'Webhooks', hint: 'Webhooks, their secrets and deliveries run again' },
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
  return (
    <Toolbar>
      <SearchField
        class="w-full sm:w-80"
        label="Search by name, e-mail, address or request ID"
        placeholder="Name, e-mail, address or request ID"
        value={props.view.search}
        onChange={(search) => props.onChange({ search })}
        ref={props.searchRef}
      />
      <Select
        class={toolbarSelect}
        label="Kind"
        hideLabel
        options={[...KINDS]}
        value={props.view.kind}
        onChange={(kind) => props.onChange({ kind })}
      />
      <Select
        class={toolbarSelect}
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
    </Toolbar>
  );
}
