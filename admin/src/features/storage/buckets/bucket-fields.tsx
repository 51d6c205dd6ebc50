import Check from 'lucide-solid/icons/check';
import Circle from 'lucide-solid/icons/circle';
import { For, onMount, Show } from 'solid-js';
import { Button } from '../../../ui/controls/button.tsx';
import { ChoiceField } from '../../../ui/controls/choice-field.tsx';
import { Select } from '../../../ui/controls/select.tsx';
import { Switch } from '../../../ui/controls/switch.tsx';
import { TextField } from '../../../ui/controls/text-field.tsx';
import { bucketAccessLevels } from './bucket-access.ts';
import {
  type BucketDraft,
  type BucketProblems,
  bucketNameRules,
  SIZE_UNITS,
  type SizeUnit,
  typesOf,
} from './bucket-draft.ts';

const UNITS = (Object.keys(SIZE_UNITS) as SizeUnit[]).map((unit) => ({ value: unit, label: unit }));
const USUAL_TYPES = ['image/*', 'video/*', 'audio/*', 'application/pdf', 'text/*'];

interface BucketFieldsProps {
  draft: BucketDraft;
  problems: BucketProblems;
  onChange: (change: Partial<BucketDraft>) => void;
}

/** What a bucket has: name, access, description and limits. */
export function BucketFields(props: BucketFieldsProps) {
  let name: HTMLInputElement | undefined;
  onMount(() => name?.focus());
  return (
    <div class="space-y-5">
      <div>
        <TextField
          label="Name"
          value={props.draft.name}
          onInput={(text) => props.onChange({ name: text })}
          error={props.problems.name}
          placeholder="avatars"
          autocomplete="off"
          mono
          required
          ref={(element) => {
            name = element;
          }}
        />
        <NameRules name={props.draft.name} />
      </div>
      <ChoiceField
        label="Access"
        options={bucketAccessLevels}
        value={props.draft.access}
        onChange={(access) => props.onChange({ access })}
      />
      <Show when={props.draft.access === 'public'}>
        <Switch
          label="Anonymous uploads"
          hint="Also callers with only the API key upload files. It is in the code of every web page that uses the bucket."
          checked={props.draft.anonymousUploads}
          onChange={(anonymousUploads) => props.onChange({ anonymousUploads })}
        />
      </Show>
      <TextField
        label="Description (optional)"
        value={props.draft.description}
        onInput={(description) => props.onChange({ description })}
        error={props.problems.description}
        autocomplete="off"
      />
      <SizeLimit {...props} />
      <AllowedTypes {...props} />
    </div>
  );
}

function NameRules(props: { name: string }) {
  return (
    <ul aria-label="Rules for the name" class="mt-1.5 space-y-0.5 text-xs text-muted">
      <For each={bucketNameRules(props.name)}>
        {({ rule, met }) => (
          <li class="flex items-center gap-1.5 [&>svg]:size-3">
            <Show when={met} fallback={<Circle />}>
              <Check class="text-success" />
            </Show>
            {rule}
            <span class="sr-only">{met ? '(met)' : '(not met)'}</span>
          </li>
        )}
      </For>
    </ul>
  );
}

function SizeLimit(props: BucketFieldsProps) {
  return (
    <div class="flex items-start gap-2">
      <TextField
        class="min-w-0 flex-1"
        label="Largest file (optional)"
        value={props.draft.size}
        onInput={(size) => props.onChange({ size })}
        error={props.problems.size}
        hint="If empty, only the limit of the whole system applies."
        placeholder="No limit"
        autocomplete="off"
      />
      <Select
        class="w-24 shrink-0"
        label="Unit"
        options={UNITS}
        value={props.draft.unit}
        onChange={(unit) => props.onChange({ unit })}
      />
    </div>
  );
}

function AllowedTypes(props: BucketFieldsProps) {
  const add = (type: string) =>
    props.onChange({ types: [...new Set([...typesOf(props.draft.types), type])].join(', ') });
  const missing = () => USUAL_TYPES.filter((type) => !typesOf(props.draft.types).includes(type));
  return (
    <div>
      <TextField
        label="Allowed types (optional)"
        value={props.draft.types}
        onInput={(types) => props.onChange({ types })}
        error={props.problems.types}
        hint="Media types, separated by commas. If empty, all types. Files that are already there stay."
        placeholder="All types"
        autocomplete="off"
        mono
      />
      <div class="mt-2 flex flex-wrap gap-1.5">
        <For each={missing()}>
          {(type) => (
            <Button size="sm" onClick={() => add(type)} aria-label={`Allow ${type}`}>
              + {type}
            </Button>
          )}
        </For>
      </div>
    </div>
  );
}
