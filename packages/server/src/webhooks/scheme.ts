/** How the requests of a webhook are signed: each is an HMAC-SHA256, over a text of its own. */
export type SignatureScheme = 'github' | 'stripe' | 'slack' | 'standard-webhooks' | 'generic';

const NAMED: readonly string[] = ['github', 'stripe', 'slack', 'standard-webhooks'];

/** The scheme of a webhook's `provider`, which is free text. Any that is not known signs in the generic way. */
export function schemeOf(provider: string | null): SignatureScheme {
  const name = provider?.trim().toLowerCase() ?? '';
  return NAMED.includes(name) ? (name as SignatureScheme) : 'generic';
}

/** What a request says about its signature. */
export interface SignatureClaim {
  /** What is signed, before the body. */
  prefix: string;
  /** At most MAX_SIGNATURES. One that matches is enough: a provider sends several while it changes its secret. */
  signatures: Uint8Array<ArrayBuffer>[];
  /** When it was signed, if the scheme signs that: seconds since 1970. */
  signedAtSeconds?: number;
}

const MAX_SIGNATURES = 10;
const MAX_HEADER_CHARACTERS = 2048;

/** Reads the headers of a scheme. Undefined if one is missing, null if one is malformed. */
export function readClaim(scheme: SignatureScheme, headers: Headers): SignatureClaim | null | undefined {
  return READERS[scheme](headers);
}

type Reader = (headers: Headers) => SignatureClaim | null | undefined;

const READERS: Record<SignatureScheme, Reader> = {
  // https://docs.github.com/webhooks/using-webhooks/validating-webhook-deliveries
  github: (headers) => readPlain(headers.get('X-Hub-Signature-256'), /^sha256=([0-9a-f]{64})$/),
  generic: (headers) => readPlain(headers.get('X-Webhook-Signature'), /^(?:sha256=)?([0-9a-fA-F]{64})$/),
  // https://docs.slack.dev/authentication/verifying-requests-from-slack
  slack: (headers) => {
    const time = headers.get('X-Slack-Request-Timestamp');
    const claim = readPlain(headers.get('X-Slack-Signature'), /^v0=([0-9a-f]{64})$/);
    if (time === null || !claim) return time === null ? undefined : claim;
    return withTime(claim, time, `v0:${time}:`);
  },
  stripe: (headers) => readStripe(headers.get('Stripe-Signature')),
  'standard-webhooks': (headers) =>
    readStandard(
      headers.get('webhook-id'),
      headers.get('webhook-timestamp'),
      headers.get('webhook-signature'),
    ),
};

function readPlain(header: string | null, form: RegExp): SignatureClaim | null | undefined {
  if (header === null) return undefined;
  const hex = form.exec(header)?.[1];
  return hex === undefined ? null : { prefix: '', signatures: [fromHex(hex)] };
}

/** `t=<seconds>,v1=<hex>`; further `v1` and other versions may follow. https://docs.stripe.com/webhooks/signature */
function readStripe(header: string | null): SignatureClaim | null | undefined {
  if (header === null) return undefined;
  if (header.length > MAX_HEADER_CHARACTERS) return null;
  const parts = header.split(',').map((part) => part.trim());
  const times = parts.filter((part) => part.startsWith('t=')).map((part) => part.slice(2));
  const hex = parts.filter((part) => part.startsWith('v1=')).map((part) => part.slice(3));
  const [time] = times;
  if (time === undefined || times.length > 1 || !hex.every((text) => /^[0-9a-f]{64}$/.test(text)))
    return null;
  return withTime({ prefix: '', signatures: hex.map(fromHex) }, time, `${time}.`);
}

/** Its id must not contain a full stop, which would make it unclear what was signed. https://www.standardwebhooks.com */
function readStandard(
  id: string | null,
  time: string | null,
  header: string | null,
): SignatureClaim | null | undefined {
  if (id === null || time === null || header === null) return undefined;
  if (header.length > MAX_HEADER_CHARACTERS || !/^[^.]{1,255}$/.test(id)) return null;
  const texts = header
    .split(' ')
    .filter((part) => part.startsWith('v1,'))
    .map((part) => part.slice(3));
  // 32 bytes; the last character before the `=` has two bits that are not used.
  if (!texts.every((text) => /^[A-Za-z0-9+/]{42}[AEIMQUYcgkosw048]=$/.test(text))) return null;
  return withTime({ prefix: '', signatures: texts.map(fromBase64) }, time, `${id}.${time}.`);
}

function withTime(claim: SignatureClaim, time: string, prefix: string): SignatureClaim | null {
  const { signatures } = claim;
  if (!/^[1-9]\d{0,11}$/.test(time) || signatures.length === 0 || signatures.length > MAX_SIGNATURES)
    return null;
  return { prefix, signatures, signedAtSeconds: Number(time) };
}

function fromHex(hex: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from({ length: hex.length / 2 }, (_, i) =>
    Number.parseInt(hex.slice(2 * i, 2 * i + 2), 16),
  );
}

/** The bytes of a standard base64 text. Throws for any other. */
export function fromBase64(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
}
