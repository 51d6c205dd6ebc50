import { pageHeaders, textPage } from '../page-headers.ts';
import { chooseCoding } from './content-coding.ts';
import { entityTag, isUnchanged } from './entity-tag.ts';
import { filePathOf, isAsset } from './file-path.ts';
import { isCompressible, mediaTypeOf } from './media-type.ts';

const FOREVER = 'public, max-age=31536000, immutable';
const NOT_BUILT =
  'The dashboard has not been built. Run `./selfdb rebuild` on the server, then reload this page.';

/** Answers with a file of the built dashboard; every path of the app has the same page. */
export async function serveApp(request: Request, url: URL, assets: Fetcher): Promise<Response> {
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    return textPage(405, 'Use GET or HEAD here.', { Allow: 'GET, HEAD' });
  }
  const path = filePathOf(url.pathname);
  const file = path === undefined ? undefined : await findFile(assets, path, request.headers);
  if (path === undefined || !file) {
    return path === '/index.html' ? textPage(503, NOT_BUILT) : textPage(404, 'Not found');
  }
  return isAsset(path) ? forever(request, file) : revalidated(request, file);
}

interface BuiltFile {
  answer: Response;
  headers: Record<string, string>;
}

/** The file in the coding that the client prefers. A file without such a sibling is sent as it is. */
async function findFile(assets: Fetcher, path: string, wanted: Headers): Promise<BuiltFile | undefined> {
  const headers = { 'Content-Type': mediaTypeOf(path) };
  if (!isCompressible(path)) {
    const answer = await read(assets, path);
    return answer && { answer, headers };
  }
  const { coding, suffix } = chooseCoding(wanted.get('Accept-Encoding'));
  const vary = { ...headers, Vary: 'Accept-Encoding' };
  const coded = suffix === '' ? undefined : await read(assets, path + suffix);
  if (coded) return { answer: coded, headers: { ...vary, 'Content-Encoding': coding } };
  const answer = await read(assets, path);
  return answer && { answer, headers: vary };
}

async function read(assets: Fetcher, path: string): Promise<Response | undefined> {
  const answer = await assets.fetch(`http://assets${path}`);
  if (answer.status === 200) return answer;
  await answer.body?.cancel();
  return undefined;
}

/** A file whose name changes with its bytes. */
async function forever({ method }: Request, { answer, headers }: BuiltFile): Promise<Response> {
  const length = answer.headers.get('Content-Length');
  const own = { ...headers, 'Cache-Control': FOREVER, ...(length ? { 'Content-Length': length } : {}) };
  if (method === 'HEAD') await answer.body?.cancel();
  return send(method === 'HEAD' ? null : answer.body, 200, own);
}

/** The page and what it loads under a fixed name: small files, which a browser asks for each time. */
async function revalidated(request: Request, { answer, headers }: BuiltFile): Promise<Response> {
  const bytes = await answer.arrayBuffer();
  const tag = await entityTag(bytes);
  const own = { ...headers, 'Cache-Control': 'no-cache', ETag: tag };
  if (isUnchanged(request.headers.get('If-None-Match'), tag)) return send(null, 304, own);
  const length = String(bytes.byteLength);
  return send(request.method === 'HEAD' ? null : bytes, 200, { ...own, 'Content-Length': length });
}

function send(body: BodyInit | null, status: number, headers: Record<string, string>): Response {
  return new Response(body, { status, headers: pageHeaders(headers), encodeBody: 'manual' });
}
