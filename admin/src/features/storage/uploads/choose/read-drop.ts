/** A file with its path below the folder that it is dropped on. */
export interface FoundFile {
  file: File;
  path: string;
}

type Dropped = FileSystemEntry | File;

/** What is dropped must be taken before the event ends. A file that is on no disk is no entry. */
export function takeDropped(data: DataTransfer): Dropped[] {
  return [...data.items].flatMap((item) =>
    item.kind === 'file' ? (item.webkitGetAsEntry() ?? item.getAsFile() ?? []) : [],
  );
}

/** All files of dropped files and folders, in the order of their folders. Files that can't be read are left out and counted. */
export async function readDropped(dropped: Dropped[]): Promise<{ files: FoundFile[]; unreadable: number }> {
  const files: FoundFile[] = [];
  let unreadable = 0;
  const walk = async (entry: FileSystemEntry): Promise<void> => {
    try {
      if (isFile(entry)) files.push({ file: await fileOf(entry), path: entry.fullPath.replace(/^\//, '') });
      else if (isDirectory(entry)) for (const child of await childrenOf(entry)) await walk(child);
    } catch {
      unreadable += 1;
    }
  };
  for (const each of dropped) {
    if (each instanceof File) files.push({ file: each, path: each.name });
    else await walk(each);
  }
  return { files, unreadable };
}

/** The files of an `<input>`, with their folders if it chose a folder. */
export function readFileList(list: Iterable<File>): FoundFile[] {
  return [...list].map((file) => ({ file, path: file.webkitRelativePath || file.name }));
}

function isFile(entry: FileSystemEntry): entry is FileSystemFileEntry {
  return entry.isFile;
}

function isDirectory(entry: FileSystemEntry): entry is FileSystemDirectoryEntry {
  return entry.isDirectory;
}

function fileOf(entry: FileSystemFileEntry): Promise<File> {
  return new Promise((resolve, reject) => entry.file(resolve, reject));
}

/** A reader gives at most 100 entries at a time. */
async function childrenOf(directory: FileSystemDirectoryEntry): Promise<FileSystemEntry[]> {
  const reader = directory.createReader();
  const all: FileSystemEntry[] = [];
  for (;;) {
    const some = await new Promise<FileSystemEntry[]>((resolve, reject) =>
      reader.readEntries(resolve, reject),
    );
    if (some.length === 0) return all;
    all.push(...some);
  }
}
