import { SearchField } from '../../../ui/controls/search-field.tsx';
import { Select, type SelectOption } from '../../../ui/controls/select.tsx';
import { formatTime } from '../../../ui/format/times.ts';
import { Toolbar, toolbarSelect } from '../../../ui/navigation/toolbar.tsx';
import type { Level, LogRange, LogsView } from '../logs-view.ts';
import { SERVICES } from './services.ts';

const LEVELS: SelectOption<Level | 'any'>[] = [
  { value: 'any', label: 'Any level' },
  { value: 'info', label: 'Info and above', hint: 'Without the lines of LOG_LEVEL=debug' },
  { value: 'warn', label: 'Warnings and errors' },
  { value: 'error', label: 'Errors', hint: 'Failures of the server, not of callers' },
];

const RANGES: SelectOption<LogRange>[] = [
  { value: 'any', label: 'Any time' },
  { value: '15m', label: 'Last 15 minutes' },
  { value: '1h', label: 'Last hour' },
  { value: '24h', label: 'Last 24 hours' },
];

interface LogsToolbarProps {
  view: LogsView;
  onChange: (changes: Record<string, string | undefined>) => void;
  searchRef: (element: HTMLInputElement) => void;
}

/** Search and filters of the list. */
export function LogsToolbar(props: LogsToolbarProps) {
  const services = () =>
    SERVICES.some(({ value }) => value === (props.view.service || 'all'))
      ? SERVICES
      : [...SERVICES, { value: props.view.service, label: props.view.service }];
  const ranges = () => (props.view.range === 'custom' ? [...RANGES, customRange(props.view)] : RANGES);
  return (
    <Toolbar>
      <SearchField
        class="w-full sm:w-80"
        label="Search the logs"
        placeholder="Any text, or a request ID"
        value={props.view.search}
        onChange={(search) => props.onChange({ search: search || undefined })}
        ref={props.searchRef}
      />
      <Select
        class={toolbarSelect}
        label="Level"
        hideLabel
        options={LEVELS}
        value={props.view.level ?? 'any'}
        onChange={(level) => props.onChange({ level: level === 'any' ? undefined : level })}
      />
      <Select
        class={toolbarSelect}
        label="Service"
        hideLabel
        options={services()}
        value={props.view.service || 'all'}
        onChange={(service) => props.onChange({ service: service === 'all' ? undefined : service })}
      />
      <Select
        class={toolbarSelect}
        label="Time"
        hideLabel
        options={ranges()}
        value={props.view.range}
        onChange={(range) =>
          props.onChange({ range: range === 'any' ? undefined : range, since: undefined, until: undefined })
        }
      />
    </Toolbar>
  );
}

function customRange({ since, until }: LogsView): SelectOption<LogRange> {
  const hint = `${since ? formatTime(since) : 'The beginning'} to ${until ? formatTime(until) : 'now'}`;
  return { value: 'custom', label: 'Around a request', hint };
}
