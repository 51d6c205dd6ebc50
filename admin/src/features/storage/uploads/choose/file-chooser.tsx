import type { JSX } from 'solid-js';
import { useSignedIn } from '../../../../app/session/session.tsx';
import type { StorageBucket } from '../../queries.ts';
import { addFiles } from './add-files.ts';
import { readFileList } from './read-drop.ts';

/** Opens the browser's own dialogs for files and folders. What is chosen is uploaded. */
export interface FileChooser {
  chooseFiles: () => void;
  chooseFolder: () => void;
  /** What the dialogs belong to. Place it once. */
  inputs: JSX.Element;
}

export function createFileChooser(destination: () => { bucket: StorageBucket; folder: string }): FileChooser {
  const { sdk, user } = useSignedIn();
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
        addFiles({ sdk, userId: user.id, ...destination() }, readFileList(currentTarget.files ?? []));
        // So that the same file can be chosen again.
        currentTarget.value = '';
      }}
    />
  );
  const files = input('Files to upload', false) as HTMLInputElement;
  const folder = input('Folder to upload', true) as HTMLInputElement;
  return {
    chooseFiles: () => files.click(),
    chooseFolder: () => folder.click(),
    inputs: [files, folder],
  };
}
