/** A day of the week, the rest of the date, the time. */
const HTTP_DATE = /^[A-Z][a-z]{2,8},? .*\b\d\d:\d\d:\d\d\b/;

/** What a client says of the version that it has. */
export interface Conditions {
  ifMatch?: string | undefined;
  ifNoneMatch?: string | undefined;
  ifModifiedSince?: string | undefined;
  ifUnmodifiedSince?: string | undefined;
  ifRange?: string | undefined;
}

/** The present version. */
export interface Version {
  /** With its quotes; strong. */
  etag: string;
  modifiedAt: Date;
}

/** How a request for a version ends before its bytes are looked at (RFC 9110, 13.2.2); undefined: they are sent. */
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
 * Whether a range may be sent for `If-Range` (RFC 9110, 13.1.5): of another version the client gets the whole. A date
 * never counts: a file may be replaced twice in a second, and its parts must not be mixed (8.8.2.2).
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

/** NaN for what is no date of HTTP (RFC 9110, 5.6.7), of which JavaScript reads a lot. */
function readDate(given = ''): number {
  return HTTP_DATE.test(given) ? Date.parse(given) : Number.NaN;
}

/** The dates of HTTP have no fractions. */
function wholeSeconds(time: Date): number {
  return Math.floor(time.getTime() / 1000) * 1000;
}
