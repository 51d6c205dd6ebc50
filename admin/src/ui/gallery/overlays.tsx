import Trash from 'lucide-solid/icons/trash';
import { createSignal } from 'solid-js';
import { Button } from '../controls/button.tsx';
import { ConfirmDialog } from '../overlays/confirm-dialog.tsx';
import { ContextMenu } from '../overlays/context-menu.tsx';
import { Dialog } from '../overlays/dialog.tsx';
import { Menu } from '../overlays/menu.tsx';
import { SidePanel } from '../overlays/side-panel.tsx';
import { showToast } from '../overlays/toast.tsx';
import { Specimen } from './specimen.tsx';

/** What lies over the page. Overlays take the theme of the page. */
export function Overlays() {
  const [open, setOpen] = createSignal<'dialog' | 'panel' | 'confirm'>();
  const close = () => setOpen(undefined);
  return (
    <Specimen name="Overlays">
      <Button onClick={() => setOpen('dialog')}>Dialog</Button>
      <Button onClick={() => setOpen('panel')}>Side panel</Button>
      <Button onClick={() => setOpen('confirm')}>Confirmation</Button>
      <Button onClick={() => showToast({ kind: 'success', title: 'Table created.' })}>Toast</Button>
      <Button onClick={() => showToast({ title: 'Row deleted.', action: { label: 'Undo', run: () => {} } })}>
        Toast with an action
      </Button>
      <Menu
        label="More"
        trigger="⋯"
        items={[
          { label: 'Rename', keys: 'F2', onSelect: () => {} },
          { label: 'Delete', icon: <Trash />, danger: true, separated: true, onSelect: () => {} },
        ]}
      />
      <ContextMenu
        items={[{ label: 'Rename', keys: 'F2', onSelect: () => {} }]}
        onOpening={() => {}}
        focusAfter={() => undefined}
      >
        <span class="text-muted">Press the right button here</span>
      </ContextMenu>
      <Dialog open={open() === 'dialog'} onClose={close} title="A dialog" description="With a description.">
        Its content.
      </Dialog>
      <SidePanel open={open() === 'panel'} onClose={close} title="A side panel">
        Its content.
      </SidePanel>
      <ConfirmDialog
        open={open() === 'confirm'}
        onClose={close}
        title="Delete the table planets?"
        action="Delete table"
        confirmWord="planets"
        onConfirm={() => Promise.resolve()}
      >
        Its 3 rows are deleted with it. This can't be undone.
      </ConfirmDialog>
    </Specimen>
  );
}
