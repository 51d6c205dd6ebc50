import type { UserRead } from '@selfdb/sdk';
import { Button } from '../../../ui/controls/button.tsx';
import { CopyField } from '../../../ui/display/code.tsx';
import { CopyButton } from '../../../ui/display/copy-button.tsx';

interface CreatedUserProps {
  user: UserRead;
  password: string;
  onAnother: () => void;
  onShow: () => void;
}

/** What to hand over to a new user. */
export function CreatedUser(props: CreatedUserProps) {
  return (
    <div class="space-y-4">
      <p
        // The form that had the focus is gone.
        ref={(element) => queueMicrotask(() => element.focus())}
        tabIndex={-1}
        class="rounded-md bg-success-soft px-3 py-2 text-success outline-none"
      >
        {props.user.firstName} can sign in now.
      </p>
      <CopyButton
        label="Copy the sign-in details"
        caption="Copy sign-in details"
        text={`${location.origin}\nE-mail: ${props.user.email}\nPassword: ${props.password}`}
      />
      <CopyField label="E-mail" value={props.user.email} />
      <CopyField label="Password" value={props.password} />
      <p class="text-muted">
        Copy the password before you close this panel: only its hash is stored, so it can't be shown again. If
        it gets lost, reset it.
      </p>
      <div class="flex justify-end gap-2">
        <Button onClick={props.onAnother}>Create another</Button>
        <Button variant="primary" onClick={props.onShow}>
          Show user
        </Button>
      </div>
    </div>
  );
}
