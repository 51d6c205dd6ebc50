import { BadRequestError } from '../errors.ts';

/**
 * The path of a URL to a file's bytes. Throws BadRequestError for paths that the server never has and that a URL parser would
 * collapse: with empty parts, `.` or `..`.
 */
export function objectDownloadPath(bucketName: string, path: string): string {
  const parts = [bucketName, ...path.replace(/^\//, '').split('/')];
  for (const part of parts) {
    if (part === '' || part === '.' || part === '..') {
      const shown = JSON.stringify(`${bucketName}/${path}`);
      throw new BadRequestError(
        `${shown} is not the path of a file: it contains an empty part, "." or "..".`,
      );
    }
    if (/\p{Surrogate}/u.test(part)) throw new BadRequestError('A path must not contain lone surrogates.');
  }
  return `/storage/files/download/${parts.map(encodeURIComponent).join('/')}`;
}

/** The path that the server makes of an upload's `filename` and `path`. */
export function requestedPath(filename: string, path = ''): string {
  const [folder, name] = [withoutRoot(path), withoutRoot(filename)];
  const isWhole = folder === name || folder.endsWith(`/${name}`);
  const whole = folder === '' ? name : isWhole ? folder : `${folder.replace(/\/$/, '')}/${name}`;
  return whole.normalize('NFC');
}

function withoutRoot(path: string): string {
  return path.startsWith('/') ? path.slice(1) : path;
}
