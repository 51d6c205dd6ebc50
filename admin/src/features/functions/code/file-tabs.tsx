import Plus from 'lucide-solid/icons/plus';
import X from 'lucide-solid/icons/x';
import { createSignal, For, Show } from 'solid-js';
import { Button } from '../../../ui/controls/button.tsx';
import { IconButton } from '../../../ui/controls/icon-button.tsx';
import { TextField } from '../../../ui/controls/text-field.tsx';
import { Dialog } from '../../../ui/overlays/dialog.tsx';
import type { SourceFiles } from './drafts.ts';

const PATH = /^[A-Za-z0-9_][A-Za-z0-9_.-]{0,99}(\/[A-Za-z0-9_][A-Za-z0-9_.-]{0,99}){0,7}\.(js|mjs|ts|mts)$/;

interface FileTabsProps {
  files: SourceFiles;
  shown: string;
  onShow: (file: string) => void;
  onChange: (files: SourceFiles) => void;
}

/** The files of the function: which one is shown, and adding and removing them. */
export function FileTabs(props: FileTabsProps) {
  const [adding, setAdding] = createSignal(false);
  const names = () => Object.keys(props.files).toSorted();
  function remove(name: string) {
    const { [name]: _removed, ...rest } = props.files;
    props.onChange(rest);
  }
  return (
    <div class="flex items-center gap-1 overflow-x-auto px-2 py-1 sm:px-4">
      <ul class="flex gap-1" aria-label="Files">
        <For each={names()}>
          {(name) => (
            <li class="flex items-center rounded-md" classList={{ 'bg-hover': name === props.shown }}>
              <button
                type="button"
                aria-current={name === props.shown}
                class="h-7 rounded-md px-2 font-mono text-xs whitespace-nowrap pointer-coarse:h-10"
                classList={{ 'text-muted hover:text-ink': name !== props.shown }}
                onClick={() => props.onShow(name)}
              >
                {name}
              </button>
              <Show when={name === props.shown && name !== 'index.ts' && name !== 'index.js'}>
                <IconButton size="sm" label={`Remove ${name}`} icon={<X />} onClick={() => remove(name)} />
              </Show>
            </li>
          )}
        </For>
      </ul>
      <Button size="sm" variant="ghost" icon={<Plus />} onClick={() => setAdding(true)}>
        Add file
      </Button>
      <AddFile
        open={adding()}
        taken={names()}
        onClose={() => setAdding(false)}
        onAdd={(name) => {
          props.onChange({ ...props.files, [name]: '' });
          props.onShow(name);
        }}
      />
    </div>
  );
}

function AddFile(props: {
  open: boolean;
  taken: string[];
  onClose: () => void;
  onAdd: (name: string) => void;
}) {
  const [name, setName] = createSignal('');
  const problem = () => {
    if (name() === '') return undefined;
    if (props.taken.includes(name())) return 'There is a file with this name.';
    return PATH.test(name()) ? undefined : 'A path such as lib/mail.ts that ends in .ts, .mts, .js or .mjs.';
  };
  function add(event: Event) {
    event.preventDefault();
    if (name() === '' || problem()) return;
    props.onAdd(name());
    setName('');
    props.onClose();
  }
  return (
    <Dialog
      open={props.open}
      onClose={props.onClose}
      title="Add file"
      footer={
        <>
          <Button onClick={() => props.onClose()}>Cancel</Button>
          <Button variant="primary" disabled={name() === '' || problem() !== undefined} onClick={add}>
            Add file
          </Button>
        </>
      }
    >
      <form onSubmit={add}>
        <TextField
          label="Name"
          mono
          autofocus
          autocomplete="off"
          value={name()}
          onInput={setName}
          error={problem()}
          hint="Import it by its full name: import { send } from './mail.ts'."
        />
      </form>
    </Dialog>
  );
}
