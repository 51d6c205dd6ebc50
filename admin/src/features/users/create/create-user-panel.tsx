import type { UserRead } from '@selfdb/sdk';
import { createSignal, Show } from 'solid-js';
import { SidePanel } from '../../../ui/overlays/side-panel.tsx';
import { CreateUserForm } from './create-user-form.tsx';
import { CreatedUser } from './created-user.tsx';

interface CreateUserPanelProps {
  open: boolean;
  onClose: () => void;
  onShow: (user: UserRead) => void;
}

/** Creates users. After each, it shows what to hand over. */
export function CreateUserPanel(props: CreateUserPanelProps) {
  const [created, setCreated] = createSignal<{ user: UserRead; password: string }>();
  const close = () => {
    setCreated(undefined);
    props.onClose();
  };
  return (
    <SidePanel open={props.open} onClose={close} title={created() ? 'User created' : 'Create user'}>
      <Show
        when={created()}
        fallback={
          <CreateUserForm onCancel={close} onCreated={(user, password) => setCreated({ user, password })} />
        }
      >
        {(result) => (
          <CreatedUser
            user={result().user}
            password={result().password}
            onAnother={() => setCreated(undefined)}
            onShow={() => {
              props.onShow(result().user);
              setCreated(undefined);
            }}
          />
        )}
      </Show>
    </SidePanel>
  );
}
