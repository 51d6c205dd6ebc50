/**
 * A browser loads nothing from other origins, shows the dashboard in no frame and sends no referrer. Pages of other origins
 * that open it, or that it opens, can't reach its window.
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

/** An answer of the dashboard itself, not of the API under `/api`. */
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

/** An error in the form of the API's errors. */
export function errorAnswer(status: number, code: string, detail: string): Response {
  const id = crypto.randomUUID();
  const headers = { 'X-Request-Id': id, 'X-Content-Type-Options': 'nosniff' };
  return Response.json({ detail, code, request_id: id }, { status, headers });
}
