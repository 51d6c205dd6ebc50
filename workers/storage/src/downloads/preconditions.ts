/** A day of the week, the rest of the date, the time. */
const HTTP_DATE = /^[A-Z][a-z]{2,8},? .*\b\d\d:\d\d:\d\d\b/;

/** The conditional headers of a request. */
export interface Conditions {
  ifMatch?: string | undefined;
  ifNoneMatch?: string | undefined;
  ifModifiedSince?: string | undefined;
  ifUnmodifiedSince?: string | undefined;
  ifRange?: string | undefined;
}

/** The current version of a file. */
export interface Version {
  /** With its quotes; strong. */
  etag: string;
  modifiedAt: Date;
}

/** Evaluates the conditions (RFC 9110, 13.2.2). Undefined: send the file. */
export function evaluate(conditions: Conditions, version: Version): 'not_modified' | 'failed' | undefined {
  const { ifMatch, ifNoneMatch, ifModifiedSince, ifUnmodifiedSince } = conditions;
  if (ifMatch !== undefined) {
    if (!matches(ifMatch, version.etag, isStrong)) return 'failed';
  } else if (isAfter(version.modifiedAt, ifUnmodifiedSince)) return 'failed';
  if (ifNoneMatch !== undefined)
    return matches(ifNoneMatch, version.etag, () => true) ? 'not_modified' : undefined;
  return isNotAfter(version.modifiedAt, ifModifiedSince) ? 'not_modified' : undefined;
}

/**
 * Whether `If-Range` allows a range (RFC 9110, 13.1.5); if not, the client gets the whole file. A date never matches: a
 * file may be replaced twice in a second, and a client must not mix its parts (8.8.2.2).
 */
export function rangeApplies({ ifRange }: Conditions, { etag }: Version): boolean {
  return ifRange === undefined || ifRange.trim() === etag;
}

function matches(list: string, etag: string, counts: (candidate: string) => boolean): boolean {
  if (list.trim() === '*') return true;
  const candidates = list.match(/(?:W\/)?"[^"]*"/g) ?? [];
  return candidates.some((candidate) => counts(candidate) && candidate.replace(/^W\//, '') === etag);
}

function isStrong(etag: string): boolean {
  return !etag.startsWith('W/');
}

function isAfter(modifiedAt: Date, given: string | undefined): boolean {
  const time = readDate(given);
  return !Number.isNaN(time) && wholeSeconds(modifiedAt) > time;
}

function isNotAfter(modifiedAt: Date, given: string | undefined): boolean {
  const time = readDate(given);
  return !Number.isNaN(time) && wholeSeconds(modifiedAt) <= time;
}

/** NaN for anything but an HTTP date (RFC 9110, 5.6.7): `Date.parse` accepts many other forms. */
function readDate(given = ''): number {
  return HTTP_DATE.test(given) ? Date.parse(given) : Number.NaN;
}

/** HTTP dates have no fractions of a second. */
function wholeSeconds(time: Date): number {
  return Math.floor(time.getTime() / 1000) * 1000;
}
