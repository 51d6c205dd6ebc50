import type { StoredFile } from '@selfdb/sdk';

/** How a file is shown. `none` offers a download only. */
type PreviewKind = 'image' | 'video' | 'audio' | 'pdf' | 'json' | 'text' | 'none';

const IMAGES = /^image\/(?:png|jpeg|gif|webp|avif|apng|bmp|svg\+xml|x-icon|vnd\.microsoft\.icon)$/;
const JSON_TYPE = /^application\/(?:json|manifest\+json|geo\+json|ld\+json)$|\+json$/;
const TEXT =
  /^text\/|^application\/(?:xml|javascript|ecmascript|typescript|sql|toml|yaml|x-yaml|x-sh|x-ndjson|x-httpd-php|graphql|x-tex|rtf)$|\+xml$/;
/** Endings of text whose type a server or browser may not know, or takes for another: `.ts` is also a kind of video. */
const TEXT_NAMES =
  /\.(?:txt|md|markdown|log|csv|tsv|ndjson|ya?ml|toml|ini|conf|env|sql|sh|py|rb|go|rs|java|kt|c|h|cc|cpp|cs|swift|lua|php|pl|r|jsx?|mjs|cjs|tsx?|css|scss|html?|xml|svelte|vue|graphql|proto|dockerfile|gitignore|lock|srt|vtt)$/i;

/** How a file is shown, by its type, and by its name where the type says nothing. */
export function previewKind({ mime_type, name }: Pick<StoredFile, 'mime_type' | 'name'>): PreviewKind {
  const type = mime_type.split(';')[0]?.trim().toLowerCase() ?? '';
  const isTypescript =
    /\.[mc]?tsx?$/i.test(name) && (type === 'video/mp2t' || type === 'video/vnd.dlna.mpeg-tts');
  if (IMAGES.test(type)) return 'image';
  if (type === 'application/pdf') return 'pdf';
  if (JSON_TYPE.test(type)) return 'json';
  if (TEXT.test(type) || isTypescript) return 'text';
  if (type.startsWith('video/')) return 'video';
  if (type.startsWith('audio/')) return 'audio';
  return type === 'application/octet-stream' && TEXT_NAMES.test(name) ? 'text' : 'none';
}
