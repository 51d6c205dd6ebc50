/**
 * Whether the page that sent a request came from this dashboard. A browser sets both headers itself. It leaves out
 * `Sec-Fetch-Site` on plain HTTP to another machine, and then `Origin` must be the dashboard's own.
 */
export function isFromOwnPage(headers: Headers, ownOrigin: string): boolean {
  const site = headers.get('Sec-Fetch-Site');
  if (site !== null) return site === 'same-origin';
  const origin = URL.parse(headers.get('Origin') ?? '')?.origin;
  return origin !== undefined && origin !== 'null' && origin === new URL(ownOrigin).origin;
}

/**
 * Whether a form was sent over plain HTTP to another machine. The dashboard sends no referrer, so the browser names no page there. The
 * cookie is SameSite=Strict: it does not come with a form of another site.
 */
export function isUnnamedForm(headers: Headers): boolean {
  return headers.get('Sec-Fetch-Site') === null && headers.get('Origin') === 'null';
}
