const WEB = /^https?:$/;
const WILDCARD = '://*.';
const SUBDOMAIN = /^[a-z0-9-]+(?:\.[a-z0-9-]+)*$/;

/** An origin in the form in which browsers send it, or why it is none. The problem completes a sentence that begins with the text. */
type Parsed = { origin: string } | { problem: string };

/**
 * Reads an entry of the allowed origins: `*`, an origin such as `https://app.example.com`, or `https://*.example.com` for all
 * subdomains. Returns it with a lower-case host in Punycode and without the default port.
 */
export function parseOrigin(text: string): Parsed {
  if (text === '*') return { origin: '*' };
  const isWildcard = text.includes(WILDCARD);
  const url = URL.parse(isWildcard ? text.replace(WILDCARD, '://') : text);
  if (!url || !WEB.test(url.protocol)) {
    return {
      problem: 'must look like https://app.example.com, https://*.example.com or http://localhost:5173',
    };
  }
  if (url.username !== '' || url.password !== '') return { problem: 'must not have a user name or password' };
  if (url.pathname !== '/' || /[?#\\]/.test(text)) {
    return { problem: 'must end after the host or the port, without a path' };
  }
  if (url.hostname.includes('*'))
    return { problem: 'may have a * only as its first label: https://*.example.com' };
  if (!isWildcard) return { origin: url.origin };
  if (!isDomain(url.hostname)) {
    return { problem: 'needs a domain of at least two labels after the *, such as https://*.example.com' };
  }
  return { origin: url.origin.replace('://', WILDCARD) };
}

/** Whether an origin, as a browser sends it, is among the allowed ones. */
export function isAllowedOrigin(allowed: readonly string[], origin: string): boolean {
  return allowed.some((entry) => entry === '*' || entry === origin || isSubdomain(entry, origin));
}

/** Whether the origin is `https://<subdomain>.example.com` of an entry `https://*.example.com`. */
function isSubdomain(entry: string, origin: string): boolean {
  const at = entry.indexOf(WILDCARD);
  if (at < 0) return false;
  const start = entry.slice(0, at + '://'.length);
  const end = entry.slice(at + '://*'.length);
  if (!origin.startsWith(start) || !origin.endsWith(end)) return false;
  return SUBDOMAIN.test(origin.slice(start.length, -end.length));
}

function isDomain(hostname: string): boolean {
  return hostname.includes('.') && !/^[\d.]+$/.test(hostname) && !hostname.startsWith('[');
}
