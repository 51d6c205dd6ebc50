import Search from 'lucide-solid/icons/search';
import { createTypedText } from '../../../ui/browser/typed-text.ts';
import { Select, type SelectOption } from '../../../ui/controls/select.tsx';
import { TextField } from '../../../ui/controls/text-field.tsx';
import { formatTime } from '../../../ui/format/times.ts';
import type { Level, LogRange, LogsView } from '../logs-view.ts';
import { SERVICES } from './services.ts';

const TYPING_MS = 300;

const LEVELS: SelectOption<Level | 'any'>[] = [
  { value: 'any', label: 'Any level' },
  { value: 'info', label: 'Info and above', hint: 'Without the lines of LOG_LEVEL=debug' },
  { value: 'warn', label: 'Warnings and errors' },
  { value: 'error', label: 'Errors', hint: 'Faults of the server' },
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
  const { typed, type } = createTypedText(
    () => props.view.search,
    (text) => props.onChange({ search: text || undefined }),
    TYPING_MS,
  );
  const services = () =>
    SERVICES.some(({ value }) => value === (props.view.service || 'all'))
      ? SERVICES
      : [...SERVICES, { value: props.view.service, label: props.view.service }];
  const ranges = () => (props.view.range === 'custom' ? [...RANGES, customRange(props.view)] : RANGES);
  return (
    <search class="flex flex-wrap gap-2 px-4 pb-3 sm:px-6">
      <TextField
        class="w-full md:w-80"
        label="Search the logs"
        hideLabel
        type="search"
        placeholder="Any text, or the id of a request"
        icon={<Search />}
        value={typed()}
        onInput={type}
        ref={props.searchRef}
      />
      <Select
        class="min-w-0 flex-1 md:w-44 md:flex-none"
        label="Level"
        hideLabel
        options={LEVELS}
        value={props.view.level ?? 'any'}
        onChange={(level) => props.onChange({ level: level === 'any' ? undefined : level })}
      />
      <Select
        class="min-w-0 flex-1 md:w-40 md:flex-none"
        label="Service"
        hideLabel
        options={services()}
        value={props.view.service || 'all'}
        onChange={(service) => props.onChange({ service: service === 'all' ? undefined : service })}
      />
      <Select
        class="min-w-0 flex-1 md:w-40 md:flex-none"
        label="Time"
        hideLabel
        options={ranges()}
        value={props.view.range}
        onChange={(range) =>
          props.onChange({ range: range === 'any' ? undefined : range, since: undefined, until: undefined })
        }
      />
    </search>
  );
}

function customRange({ since, until }: LogsView): SelectOption<LogRange> {
  const hint = `${since ? formatTime(since) : 'The beginning'} to ${until ? formatTime(until) : 'now'}`;
  return { value: 'custom', label: 'Around a request', hint };
}
