import { Match, Show, Switch } from 'solid-js';
import { useSdk } from '../../../app/session/session.tsx';
import { type EntryDialog, useBucketBrowser } from '../browse/browser.tsx';
import { startDeletion, startPlacement } from '../browse/start-work.ts';
import { WorkDialog } from '../work/work-dialog.tsx';
import { DeleteEntriesDialog } from './delete-entries-dialog.tsx';
import { NewFolderDialog } from './new-folder-dialog.tsx';
import { folderOfEntries, PlaceDialog } from './place-dialog.tsx';
import { RenameEntryDialog } from './rename-entry-dialog.tsx';

/** The dialogs about the entries of the page. */
export function EntryDialogs() {
  const browser = useBucketBrowser();
  return (
    <>
      <Show keyed when={browser.dialog()}>
        {(dialog) => <OpenDialog {...dialog} />}
      </Show>
      <NewFolderDialog
        open={browser.dialog()?.kind === 'new-folder'}
        bucketId={browser.bucket().id}
        parent={browser.view().path}
        onClose={browser.closeDialog}
        onCreated={(path) => browser.change({ path }, 'push')}
      />
      <WorkDialog runner={browser.runner} />
    </>
  );
}

function OpenDialog(props: EntryDialog) {
  const sdk = useSdk();
  const browser = useBucketBrowser();
  const bucket = () => browser.bucket();
  /** Details of a file that goes away would show an error. */
  const closeDetails = () => browser.change({ file: undefined }, 'replace');
  return (
    <Switch>
      <Match when={props.kind === 'rename' && props.entries[0]}>
        {(entry) => (
          <RenameEntryDialog
            entry={entry()}
            bucketId={bucket().id}
            onClose={browser.closeDialog}
            onRenamed={async () => {
              browser.selection.clear();
              await browser.refresh();
            }}
          />
        )}
      </Match>
      <Match when={props.kind === 'move' || props.kind === 'copy'}>
        <PlaceDialog
          how={props.kind === 'move' ? 'move' : 'copy'}
          entries={props.entries}
          bucket={bucket()}
          folder={folderOfEntries(props.entries)}
          onClose={browser.closeDialog}
          onPlace={(placement) => void startPlacement(sdk, browser, props.entries, placement)}
        />
      </Match>
      <Match when={props.kind === 'delete'}>
        <DeleteEntriesDialog
          entries={props.entries}
          bucketId={bucket().id}
          bucketName={bucket().name}
          onClose={browser.closeDialog}
          onConfirm={() => {
            closeDetails();
            void startDeletion(sdk, browser, props.entries);
          }}
        />
      </Match>
    </Switch>
  );
}
