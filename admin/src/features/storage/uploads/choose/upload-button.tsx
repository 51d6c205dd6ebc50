import ChevronDown from 'lucide-solid/icons/chevron-down';
import FileUp from 'lucide-solid/icons/file-up';
import FolderUp from 'lucide-solid/icons/folder-up';
import Upload from 'lucide-solid/icons/upload';
import { useCommands } from '../../../../app/commands/commands.ts';
import { useShortcuts } from '../../../../app/commands/shortcuts.ts';
import { useSignedIn } from '../../../../app/session/session.tsx';
import { buttonClass } from '../../../../ui/controls/button.tsx';
import { Menu } from '../../../../ui/overlays/menu.tsx';
import type { StorageBucket } from '../../queries.ts';
import { addFiles } from './add-files.ts';
import { readFileList } from './read-drop.ts';

/** Offers to upload files or a folder, as a button, as commands and by the key `u`. */
export function UploadButton(props: { bucket: StorageBucket; folder: string }) {
  const { sdk, user } = useSignedIn();
  const chooseFiles = () => files.click();
  const chooseFolder = () => folder.click();
  const input = (label: string, isFolder: boolean) => (
    <input
      type="file"
      multiple
      hidden
      aria-label={label}
      ref={(element) => {
        element.webkitdirectory = isFolder;
      }}
      onChange={({ currentTarget }) => {
        const to = { sdk, userId: user.id, bucket: props.bucket, folder: props.folder };
        addFiles(to, readFileList(currentTarget.files ?? []));
        // So that the same file can be chosen again.
        currentTarget.value = '';
      }}
    />
  );
  const files = input('Files to upload', false) as HTMLInputElement;
  const folder = input('Folder to upload', true) as HTMLInputElement;
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
      {files}
      {folder}
      <Menu
        label="Upload"
        triggerClass={buttonClass('primary')}
        trigger={
          <>
            <Upload class="size-4" />
            Upload
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
