import { noCookie } from './cookie.ts';
import type { Visit } from './visits.ts';
import { exchange, isOver, keep } from './visits.ts';

const FAILED = '/backups?download=failed';

/** `POST /session/status`: whether anybody has ever signed in, so that the login can offer to restore a backup. */
export async function tellStatus({ api, requestId }: Visit): Promise<Response> {
  const { initialized } = await api.status();
  const headers = { 'X-Request-Id': requestId, 'Cache-Control': 'no-store' };
  return Response.json({ initialized }, { headers });
}

/**
 * `POST /session/backups/{filename}`: the archive, for the browser to save: it is too large for the memory of a page. Sent by a form, so
 * a refusal goes back to the page, which says so.
 */
export async function downloadBackup(visit: Visit, filename: string): Promise<Response> {
  const { refreshToken, api, requestId } = visit;
  try {
    if (refreshToken === undefined) return seeOther(FAILED);
    const tokens = await exchange(visit, refreshToken);
    keep(visit, tokens);
    const answer = await api.download(tokens.access_token, filename);
    const headers = new Headers({
      'Content-Type': 'application/octet-stream',
      'X-Content-Type-Options': 'nosniff',
      'Cache-Control': 'no-store',
      'X-Request-Id': requestId,
    });
    for (const name of ['Content-Disposition', 'Content-Length']) {
      const value = answer.headers.get(name);
      if (value !== null) headers.set(name, value);
    }
    return new Response(answer.body, { headers });
  } catch (error) {
    if (isOver(error)) visit.setCookie(noCookie(visit.origin));
    return seeOther(FAILED);
  }
}

function seeOther(location: string): Response {
  return new Response(null, { status: 303, headers: { Location: location, 'Cache-Control': 'no-store' } });
}
