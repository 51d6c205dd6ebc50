import File from 'lucide-solid/icons/file';
import FileArchive from 'lucide-solid/icons/file-archive';
import FileCode from 'lucide-solid/icons/file-code';
import FileSpreadsheet from 'lucide-solid/icons/file-spreadsheet';
import FileText from 'lucide-solid/icons/file-text';
import Film from 'lucide-solid/icons/film';
import Folder from 'lucide-solid/icons/folder';
import Image from 'lucide-solid/icons/image';
import Music from 'lucide-solid/icons/music';
import { Dynamic } from 'solid-js/web';
import type { StorageEntry } from './entry.ts';
import { type FileKind, fileKind } from './file-kind.ts';

const ICONS: Record<FileKind, typeof File> = {
  image: Image,
  video: Film,
  audio: Music,
  text: FileText,
  pdf: FileText,
  code: FileCode,
  table: FileSpreadsheet,
  archive: FileArchive,
  other: File,
};

/** What an entry is, as an icon. */
export function EntryIcon(props: { entry: StorageEntry; class?: string }) {
  const icon = () => (props.entry.kind === 'folder' ? Folder : ICONS[fileKind(props.entry.file.mime_type)]);
  const tone = () => (props.entry.kind === 'folder' ? 'text-link' : 'text-muted');
  return <Dynamic component={icon()} class={`shrink-0 ${tone()} ${props.class ?? 'size-4'}`} />;
}
