/**
 * What the dashboard may load: files and connections of its own origin, which include WebSockets, and what it makes itself.
 * Scripts and style sheets are files. Components and the editor set the `style` of elements, which runs no code.
 */
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "style-src-attr 'unsafe-inline'",
  "img-src 'self' data: blob:",
  "media-src 'self' blob:",
  "font-src 'self'",
  // Documents that the dashboard has fetched and whose type it has set, for the browser's viewer.
  'frame-src blob:',
  "connect-src 'self'",
  "worker-src 'self' blob:",
  "manifest-src 'self'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
].join('; ');

/**
 * A browser loads nothing from other origins, shows the dashboard in no frame and sends no referrer. Pages of other origins
 * that open it, or that it opens, can't reach its window.
 */
const HEADERS: Record<string, string> = {
  'Content-Security-Policy': POLICY,
  'X-Frame-Options': 'DENY',
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
};

/** The headers of every answer that is not the API's, with these. */
export function pageHeaders(own: Record<string, string>): Record<string, string> {
  return { ...HEADERS, ...own };
}

/** A short page of text. */
export function textPage(status: number, text: string, own: Record<string, string> = {}): Response {
  const headers = { 'Content-Type': 'text/plain; charset=utf-8', 'Cache-Control': 'no-store', ...own };
  return new Response(`${text}\n`, { status, headers: pageHeaders(headers) });
}
