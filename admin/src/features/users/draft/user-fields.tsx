import { Segmented } from '../../../ui/controls/segmented.tsx';
import { fieldLabel, TextField } from '../../../ui/controls/text-field.tsx';
import type { DraftProblems, UserDraft } from './user-draft.ts';

const ROLES = [
  { value: 'USER', label: 'User', hint: 'Uses your application, with access to what is theirs or shared.' },
  { value: 'ADMIN', label: 'Administrator', hint: 'Uses this dashboard, with access to everything.' },
] as const;

interface UserFieldsProps {
  draft: UserDraft;
  problems: DraftProblems;
  onChange: (changes: Partial<UserDraft>) => void;
  autofocus?: boolean;
}

/** The fields of a new or existing user. */
export function UserFields(props: UserFieldsProps) {
  return (
    <>
      <TextField
        label="E-mail"
        type="email"
        name="email"
        autocomplete="off"
        autofocus={props.autofocus ?? false}
        value={props.draft.email}
        onInput={(email) => props.onChange({ email })}
        error={props.problems.email}
      />
      <div class="grid grid-cols-2 gap-3">
        <TextField
          label="First name"
          name="first-name"
          autocomplete="off"
          value={props.draft.firstName}
          onInput={(firstName) => props.onChange({ firstName })}
          error={props.problems.firstName}
        />
        <TextField
          label="Last name"
          name="last-name"
          autocomplete="off"
          value={props.draft.lastName}
          onInput={(lastName) => props.onChange({ lastName })}
          error={props.problems.lastName}
        />
      </div>
      <div>
        <p class={fieldLabel}>Role</p>
        <Segmented
          label="Role"
          options={[...ROLES]}
          value={props.draft.role}
          onChange={(role) => props.onChange({ role })}
        />
        <p class="mt-1 text-xs text-muted">{ROLES.find(({ value }) => value === props.draft.role)?.hint}</p>
      </div>
    </>
  );
}
