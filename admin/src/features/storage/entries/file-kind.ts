/** What a person calls a type of files. */
export type FileKind = 'image' | 'video' | 'audio' | 'text' | 'code' | 'table' | 'archive' | 'pdf' | 'other';

const CODE = /json|xml|html|javascript|typescript|css|yaml|x-sh|x-python|sql/;
const ARCHIVE = /zip|x-tar|gzip|x-7z|rar|bzip|zstd/;
const TABLE = /csv|spreadsheet|excel|tab-separated|parquet/;

/** The kind of a media type. */
export function fileKind(mimeType: string): FileKind {
  const [type = ''] = mimeType.toLowerCase().split(';');
  const [group] = type.split('/');
  if (group === 'image' || group === 'video' || group === 'audio') return group;
  if (type === 'application/pdf') return 'pdf';
  if (TABLE.test(type)) return 'table';
  if (ARCHIVE.test(type)) return 'archive';
  if (CODE.test(type)) return 'code';
  return group === 'text' ? 'text' : 'other';
}

/** Larger images are not read for their thumbnails. */
const MAX_THUMBNAIL_BYTES = 5e6;
const SHOWN = new Set([
  'png',
  'jpeg',
  'gif',
  'webp',
  'avif',
  'bmp',
  'svg+xml',
  'apng',
  'x-icon',
  'vnd.microsoft.icon',
]);

/** Whether browsers show the file as a small image. */
export function hasThumbnail({ mime_type, size }: { mime_type: string; size: number }): boolean {
  const [type = ''] = mime_type.toLowerCase().split(';');
  return type.startsWith('image/') && SHOWN.has(type.slice(6)) && size > 0 && size <= MAX_THUMBNAIL_BYTES;
}
