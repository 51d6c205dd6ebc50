import type { StorageEntry } from '../entries/entry.ts';
import { nameProblem, parentFolder } from '../paths.ts';
import type { Placement } from '../work/place-files.ts';

/** Why entries can't be moved or copied to a place. Undefined if they can. */
export function placementProblem(entries: StorageEntry[], to: Placement): string | undefined {
  const sameBucket = to.fromBucketId === to.toBucketId;
  const into = entries.find(
    (entry) => entry.kind === 'folder' && sameBucket && to.toFolder.startsWith(entry.path),
  );
  if (into) return `A folder can't be put into itself: choose a folder outside of ${into.name}.`;
  const stays = entries.every((entry) => parentFolder(entry.path) === to.toFolder);
  if (to.how === 'move' && sameBucket && stays) return 'It is here already. Choose another folder.';
  const long = entries.find((entry) => nameProblem(entry.name, to.toFolder));
  return long && nameProblem(long.name, to.toFolder);
}
