import { Show } from 'solid-js';
import { Select } from '../../../ui/controls/select.tsx';
import { SuggestField } from '../../../ui/controls/suggest-field.tsx';
import { Switch } from '../../../ui/controls/switch.tsx';
import { TextField } from '../../../ui/controls/text-field.tsx';
import { type CronDraft, cronInWords, type Rhythm, WEEKDAYS, writeCron } from './cron-words.ts';

/** The schedule as the form has it. */
export interface ScheduleDraft extends CronDraft {
  timezone: string;
  /** How long backups are kept. */
  days: string;
  verify: boolean;
}

const RHYTHMS: { value: Rhythm; label: string }[] = [
  { value: 'never', label: 'Never' },
  { value: 'hourly', label: 'Every hour' },
  { value: 'daily', label: 'Every day' },
  { value: 'weekly', label: 'Every week' },
  { value: 'own', label: 'Own schedule (cron)' },
];

const DAYS = WEEKDAYS.map((label, index) => ({ value: String(index), label }));
const ZONES = ['UTC', ...Intl.supportedValuesOf('timeZone')];
const SHOWN_ZONES = 50;

function zonesFor(typed: string) {
  const text = typed.toLowerCase().replaceAll(' ', '_');
  const own = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const found = [own, ...ZONES.filter((zone) => zone !== own)].filter((zone) =>
    zone.toLowerCase().includes(text),
  );
  return found.slice(0, SHOWN_ZONES).map((value) => ({ value }));
}

/** How often and when, for how long, and whether they are tried. */
export function ScheduleFields(props: {
  draft: ScheduleDraft;
  onChange: (changes: Partial<ScheduleDraft>) => void;
}) {
  const isTimed = () => props.draft.rhythm === 'daily' || props.draft.rhythm === 'weekly';
  return (
    <>
      <Select
        label="Make a backup"
        options={RHYTHMS}
        value={props.draft.rhythm}
        onChange={(rhythm) => props.onChange({ rhythm })}
      />
      <Show when={props.draft.rhythm === 'weekly'}>
        <Select
          label="Day"
          options={DAYS}
          value={props.draft.weekday}
          onChange={(weekday) => props.onChange({ weekday })}
        />
      </Show>
      <Show when={isTimed()}>
        <TextField
          label="Time"
          value={props.draft.time}
          onInput={(time) => props.onChange({ time })}
          error={writeCron(props.draft) === undefined ? 'A time of day such as 03:00.' : undefined}
          autocomplete="off"
        />
      </Show>
      <Show when={props.draft.rhythm === 'own'}>
        <TextField
          label="Cron"
          mono
          value={props.draft.cron}
          onInput={(cron) => props.onChange({ cron })}
          hint="Five fields: minute, hour, day of month, month, day of week. 0 */6 * * * is every six hours."
          autocomplete="off"
        />
      </Show>
      <Show
        when={props.draft.rhythm !== 'never'}
        fallback={
          <p class="text-sm text-muted">Backups are made only by hand, and none is deleted by itself.</p>
        }
      >
        <SuggestField
          label="Time zone"
          value={props.draft.timezone}
          onInput={(timezone) => props.onChange({ timezone })}
          suggest={zonesFor}
        />
        <Show when={writeCron(props.draft)}>
          {(cron) => (
            <p class="rounded-md bg-hover px-3 py-2 text-sm font-medium">
              {cronInWords(cron())} ({props.draft.timezone})
            </p>
          )}
        </Show>
        <Kept draft={props.draft} onChange={props.onChange} />
      </Show>
    </>
  );
}

function Kept(props: { draft: ScheduleDraft; onChange: (changes: Partial<ScheduleDraft>) => void }) {
  return (
    <>
      <TextField
        label="Keep backups for this many days"
        type="number"
        value={props.draft.days}
        onInput={(days) => props.onChange({ days })}
        hint="After each scheduled backup, older ones are deleted. The last good one always stays."
      />
      <Switch
        label="Verify one backup a week by a trial restore"
        hint="Restores it into a database beside yours, compares the two, and deletes it again."
        checked={props.draft.verify}
        onChange={(verify) => props.onChange({ verify })}
      />
    </>
  );
}
