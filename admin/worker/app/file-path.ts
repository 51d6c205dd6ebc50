/** Segments of letters, digits and a few signs, none of which begins with a dot or is encoded: no path leads out of the files. */
const PLAIN = /^(?:\/[\w@~-][\w.@~-]*)+$/;
const PAGE = '/index.html';
const COMPRESSED = /\.(?:br|gz)$/;

/** The file for a path: the page for the paths of the app, which have no extension. Undefined if there can be none. */
export function filePathOf(pathname: string): string | undefined {
  const name = pathname.slice(pathname.lastIndexOf('/') + 1);
  if (name.includes('.')) return PLAIN.test(pathname) && !COMPRESSED.test(name) ? pathname : undefined;
  return isAsset(pathname) ? undefined : PAGE;
}

/** Whether the path is one of the files whose names contain a hash of their bytes. */
export function isAsset(pathname: string): boolean {
  return pathname.startsWith('/assets/');
}
