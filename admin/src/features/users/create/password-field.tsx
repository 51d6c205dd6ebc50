import RefreshCw from 'lucide-solid/icons/refresh-cw';
import { IconButton } from '../../../ui/controls/icon-button.tsx';
import { TextField } from '../../../ui/controls/text-field.tsx';
import { CopyButton } from '../../../ui/display/copy-button.tsx';
import { generatePassword } from './generate-password.ts';

interface PasswordFieldProps {
  value: string;
  onInput: (password: string) => void;
  error?: string | undefined;
  hint: string;
}

/** A password in the open, because a person has to hand it over: generated, to copy, or typed. */
export function PasswordField(props: PasswordFieldProps) {
  return (
    <div class="flex items-start gap-1">
      <TextField
        class="min-w-0 flex-1"
        label="Password"
        name="new-user-password"
        autocomplete="off"
        mono
        value={props.value}
        onInput={props.onInput}
        error={props.error}
        hint={props.hint}
      />
      <div class="flex gap-1 pt-6">
        <CopyButton label="Copy the password" text={props.value} />
        <IconButton
          size="sm"
          label="Generate another password"
          icon={<RefreshCw />}
          onClick={() => props.onInput(generatePassword())}
        />
      </div>
    </div>
  );
}
