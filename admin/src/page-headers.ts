/**
 * What a browser may do with the dashboard: load nothing from elsewhere, show it in no frame, and not tell its address.
 * Pages of other origins that open it, or that it opens, can't reach its window.
 */
const HEADERS: Record<string, string> = {
  'Content-Security-Policy':
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  'X-Frame-Options': 'DENY',
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
};

/** An answer of the dashboard itself, as opposed to one of the API under `/api`. */
export function pageAnswer(
  body: string,
  type: 'html' | 'plain',
  init: { status?: number; headers?: Record<string, string> } = {},
): Response {
  const headers = { ...HEADERS, 'X-Request-Id': crypto.randomUUID(), ...init.headers };
  return new Response(body, {
    ...init,
    headers: { ...headers, 'Content-Type': `text/${type}; charset=utf-8` },
  });
}

/** A refusal in the form of the API's own. */
export function errorAnswer(status: number, code: string, detail: string): Response {
  const id = crypto.randomUUID();
  const headers = { 'X-Request-Id': id, 'X-Content-Type-Options': 'nosniff' };
  return Response.json({ detail, code, request_id: id }, { status, headers });
}
