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

/** Whether a range may be sent for `If-Range` (RFC 9110, 13.1.5): of another version the client gets the whole. */
export function rangeApplies({ ifRange }: Conditions, { etag, modifiedAt }: Version): boolean {
  if (ifRange === undefined) return true;
  const given = ifRange.trim();
  if (given.startsWith('"') || given.startsWith('W/')) return given === etag;
  return Date.parse(given) === wholeSeconds(modifiedAt);
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
  const time = Date.parse(given ?? '');
  return !Number.isNaN(time) && wholeSeconds(modifiedAt) > time;
}

function isNotAfter(modifiedAt: Date, given: string | undefined): boolean {
  const time = Date.parse(given ?? '');
  return !Number.isNaN(time) && wholeSeconds(modifiedAt) <= time;
}

/** The dates of HTTP have no fractions. */
function wholeSeconds(time: Date): number {
  return Math.floor(time.getTime() / 1000) * 1000;
}
