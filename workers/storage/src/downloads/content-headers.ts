/**
 * Types that no browser runs, whatever the bytes, as long as it does not sniff (`nosniff`). Browsers save any other type
 * instead of showing it: HTML, SVG, XML, scripts and unknown types.
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

/** If a browser shows a file anyway, the page has no origin, no scripts and no requests. */
const POLICY = "sandbox; default-src 'none'; img-src 'self'; media-src 'self'; style-src 'unsafe-inline'";

interface ContentOptions {
  name: string;
  mimeType: string;
  /** The name to save the file under; empty for its own name. Undefined shows the file. */
  saveAs: string | undefined;
}

/** The headers about the content of a file. */
export function contentHeaders({ name, mimeType, saveAs }: ContentOptions): Record<string, string> {
  const isSaved = saveAs !== undefined || !isShown(mimeType);
  return {
    'Content-Type': mimeType,
    'Content-Disposition': disposition(isSaved ? 'attachment' : 'inline', saveAs || name),
  };
}

/** The headers that tell browsers how to treat a file, and caches whether to store it. */
export function policyHeaders(audience: 'public' | 'caller'): Record<string, string> {
  return audience === 'public' ? FOR_PUBLIC : FOR_CALLER;
}

const POLICIES = { 'Content-Security-Policy': POLICY, 'Cross-Origin-Resource-Policy': 'cross-origin' };
// A file may be replaced, hidden or deleted at any time, so caches must revalidate each use.
const FOR_PUBLIC = { ...POLICIES, 'Cache-Control': 'public, no-cache' };
const FOR_CALLER = {
  ...POLICIES,
  'Cache-Control': 'private, no-cache',
  Vary: 'Authorization, X-API-Key',
};

function isShown(mimeType: string): boolean {
  // Browsers take the last type of a list (https://fetch.spec.whatwg.org/#concept-header-extract-mime-type). Commas in
  // quotes do not separate, but an escape could hide the end of a quote.
  if (mimeType.includes('\\') || mimeType.replace(/"[^"]*"/g, '').includes(',')) return false;
  const [type = ''] = mimeType.split(';');
  // No plus: any type that ends in `+xml` is XML, which may run scripts (https://mimesniff.spec.whatwg.org/#xml-mime-type).
  return SHOWN.has(type) || /^(audio|video|font)\/[\w.-]+$/.test(type);
}

/** Both forms of RFC 6266: ASCII for old clients, and the full name. It never contains a path. */
function disposition(kind: 'attachment' | 'inline', given: string): string {
  const name = given.replace(/[/\\]|\p{Cc}|^\.{1,2}$/gu, '_');
  const ascii = name.replace(/[^\x20-\x7e]|["\\%]/g, '_');
  const encoded = encodeURIComponent(name).replace(
    /['()*]/g,
    (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `${kind}; filename="${ascii}"; filename*=UTF-8''${encoded}`;
}
