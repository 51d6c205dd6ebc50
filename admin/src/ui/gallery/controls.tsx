import Plus from 'lucide-solid/icons/plus';
import Star from 'lucide-solid/icons/star';
import { createSignal } from 'solid-js';
import { Button } from '../controls/button.tsx';
import { Checkbox } from '../controls/checkbox.tsx';
import { ChoiceField } from '../controls/choice-field.tsx';
import { IconButton } from '../controls/icon-button.tsx';
import { SearchField } from '../controls/search-field.tsx';
import { Segmented } from '../controls/segmented.tsx';
import { Select } from '../controls/select.tsx';
import { Switch } from '../controls/switch.tsx';
import { TextField } from '../controls/text-field.tsx';
import { Toolbar, toolbarSelect } from '../navigation/toolbar.tsx';
import { Specimen } from './specimen.tsx';

const ACCESS = [
  { value: 'owner', label: 'Owner', hint: 'Only the owner and administrators.' },
  { value: 'users', label: 'Users', hint: 'Every signed-in user reads and inserts.' },
  { value: 'public', label: 'Public', hint: 'Anyone with the API key reads and inserts.' },
];

/** Buttons and fields. */
export function Controls() {
  const [text, setText] = createSignal('');
  const [on, setOn] = createSignal(true);
  const [access, setAccess] = createSignal('owner');
  return (
    <>
      <Specimen name="Button">
        <Button variant="primary" icon={<Plus />}>
          Create table
        </Button>
        <Button>Secondary</Button>
        <Button variant="ghost">Ghost</Button>
        <Button variant="danger">Delete</Button>
        <Button disabled>Disabled</Button>
        <Button busy icon={<Star />}>
          Busy
        </Button>
        <Button size="sm">Small</Button>
        <IconButton label="Star" icon={<Star />} />
        <IconButton label="Starred" icon={<Star />} pressed />
      </Specimen>
      <Specimen name="Field">
        <TextField
          label="Name"
          value={text()}
          onInput={setText}
          hint="Small letters, digits and _."
          class="w-56"
        />
        <TextField label="Age" value="abc" onInput={() => {}} error="This is not a number." class="w-56" />
        <TextField label="Description" lines={3} value="" onInput={() => {}} class="w-56" />
      </Specimen>
      <Specimen name="Toolbar">
        <div class="w-full">
          <Toolbar actions={<Button icon={<Plus />}>Create folder</Button>}>
            <SearchField label="Search tables" value={text()} onChange={setText} />
            <Select
              label="Access"
              hideLabel
              options={ACCESS}
              value={access()}
              onChange={setAccess}
              class={toolbarSelect}
            />
          </Toolbar>
        </div>
      </Specimen>
      <Specimen name="Choice">
        <Select label="Access" options={ACCESS} value={access()} onChange={setAccess} class="w-48" />
        <Segmented label="Access" options={ACCESS} value={access()} onChange={setAccess} />
        <Checkbox label="Nullable" checked={on()} onChange={setOn} hint="May be left out." />
        <Checkbox label="Some" checked={false} indeterminate onChange={() => {}} />
        <div class="w-64">
          <Switch label="Realtime" hint="Clients may listen to changes." checked={on()} onChange={setOn} />
          <ChoiceField label="Access, all visible" options={ACCESS} value={access()} onChange={setAccess} />
        </div>
      </Specimen>
    </>
  );
}
