import ChevronDown from 'lucide-solid/icons/chevron-down';
import FileUp from 'lucide-solid/icons/file-up';
import FolderUp from 'lucide-solid/icons/folder-up';
import Upload from 'lucide-solid/icons/upload';
import { useCommands } from '../../../../app/commands/commands.ts';
import { useShortcuts } from '../../../../app/commands/shortcuts.ts';
import { buttonClass } from '../../../../ui/controls/button.tsx';
import { Menu } from '../../../../ui/overlays/menu.tsx';
import type { FileChooser } from './file-chooser.tsx';

/** Offers to upload files or a folder, as a button, as commands and by the key `u`. */
export function UploadButton(props: { chooser: FileChooser }) {
  const { chooseFiles, chooseFolder } = props.chooser;
  useShortcuts([{ keys: 'u', label: 'Upload files', group: 'Storage', run: chooseFiles }]);
  useCommands(() => [
    {
      id: 'storage:upload',
      label: 'Upload files',
      group: 'Storage',
      icon: <FileUp />,
      keys: 'u',
      run: chooseFiles,
    },
    {
      id: 'storage:upload-folder',
      label: 'Upload a folder',
      group: 'Storage',
      icon: <FolderUp />,
      run: chooseFolder,
    },
  ]);
  return (
    <>
      {props.chooser.inputs}
      <Menu
        label="Upload"
        triggerClass={buttonClass('primary')}
        trigger={
          <>
            <Upload class="size-4" />
            <span class="max-sm:sr-only">Upload</span>
            <ChevronDown class="size-4" />
          </>
        }
        items={[
          { label: 'Files…', icon: <FileUp />, keys: 'U', onSelect: chooseFiles },
          { label: 'Folder…', icon: <FolderUp />, onSelect: chooseFolder },
        ]}
      />
    </>
  );
}
