/**
 * Types that no browser runs, whatever their bytes are, as long as it does not guess (`nosniff`). Everything else is
 * saved instead of shown: HTML, SVG, XML, scripts, and whatever is not known.
 */
const SHOWN = new Set([
  'application/json',
  'application/pdf',
  'image/apng',
  'image/avif',
  'image/bmp',
  'image/gif',
  'image/jpeg',
  'image/png',
  'image/webp',
  'image/x-icon',
  'image/vnd.microsoft.icon',
  'text/csv',
  'text/plain',
]);

/** Should a browser show a file after all, it does so as a page without origin, scripts and requests. */
const POLICY = "sandbox; default-src 'none'; img-src 'self'; media-src 'self'; style-src 'unsafe-inline'";

interface Shown {
  name: string;
  mimeType: string;
  /** Under which name to save it; empty: its own. Undefined when the caller wants to see it. */
  saveAs: string | undefined;
}

/** The headers that say what a file is. */
export function contentHeaders({ name, mimeType, saveAs }: Shown): Record<string, string> {
  const isSaved = saveAs !== undefined || !isShown(mimeType);
  return {
    'Content-Type': mimeType,
    'Content-Disposition': disposition(isSaved ? 'attachment' : 'inline', saveAs || name),
  };
}

/** The headers that say how a browser may treat a file, and who may keep it. */
export function policyHeaders(audience: 'everybody' | 'caller'): Record<string, string> {
  return audience === 'everybody' ? FOR_EVERYBODY : FOR_CALLER;
}

const POLICIES = { 'Content-Security-Policy': POLICY, 'Cross-Origin-Resource-Policy': 'cross-origin' };
// A file may be replaced, hidden or deleted at any time, so a copy is asked about before it is used.
const FOR_EVERYBODY = { ...POLICIES, 'Cache-Control': 'public, no-cache' };
const FOR_CALLER = {
  ...POLICIES,
  'Cache-Control': 'private, no-cache',
  Vary: 'Authorization, X-API-Key',
};

function isShown(mimeType: string): boolean {
  // Of a list browsers take the last (https://fetch.spec.whatwg.org/#concept-header-extract-mime-type). A comma in quotes
  // is none, but an escape in them would hide where they end.
  if (mimeType.includes('\\') || mimeType.replace(/"[^"]*"/g, '').includes(',')) return false;
  const [type = ''] = mimeType.split(';');
  // No plus: whatever ends in `+xml` is XML, which may run scripts (https://mimesniff.spec.whatwg.org/#xml-mime-type).
  return SHOWN.has(type) || /^(audio|video|font)\/[\w.-]+$/.test(type);
}

/** Both forms of RFC 6266: one for old clients, in ASCII, and the name as it is, but a name only: no way to a folder. */
function disposition(kind: 'attachment' | 'inline', given: string): string {
  const name = given.replace(/[/\\]|\p{Cc}|^\.{1,2}$/gu, '_');
  const ascii = name.replace(/[^\x20-\x7e]|["\\%]/g, '_');
  const encoded = encodeURIComponent(name).replace(
    /['()*]/g,
    (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `${kind}; filename="${ascii}"; filename*=UTF-8''${encoded}`;
}
