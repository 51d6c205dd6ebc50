import type { PresetId } from '../presets/presets.ts';
import { eventHeaders } from './sign-request.ts';

interface TestCommand {
  scheme: PresetId;
  url: string;
  secret: string;
  event: string;
  body: string;
}

const HMAC_HEX = 'openssl dgst -sha256 -hmac "$SECRET" -r | cut -d" " -f1';

/** Lines before the request, and the headers that they make. The last line of each puts the signature in SIGNATURE. */
const SIGNING: Record<PresetId, { lines: string[]; headers: string[] }> = {
  github: {
    lines: [`SIGNATURE=$(printf %s "$BODY" | ${HMAC_HEX})`],
    headers: ['X-Hub-Signature-256: sha256=$SIGNATURE'],
  },
  generic: {
    lines: [`SIGNATURE=$(printf %s "$BODY" | ${HMAC_HEX})`],
    headers: ['X-Webhook-Signature: sha256=$SIGNATURE'],
  },
  stripe: {
    lines: ['TIME=$(date +%s)', `SIGNATURE=$(printf %s "$TIME.$BODY" | ${HMAC_HEX})`],
    headers: ['Stripe-Signature: t=$TIME,v1=$SIGNATURE'],
  },
  slack: {
    lines: ['TIME=$(date +%s)', `SIGNATURE=$(printf %s "v0:$TIME:$BODY" | ${HMAC_HEX})`],
    headers: ['X-Slack-Request-Timestamp: $TIME', 'X-Slack-Signature: v0=$SIGNATURE'],
  },
  'standard-webhooks': {
    lines: [
      'ID=msg_$(date +%s%N)',
      'TIME=$(date +%s)',
      `KEY=$(printf %s "\${SECRET#whsec_}" | base64 -d | od -An -v -tx1 | tr -d ' \\n')`,
      'SIGNATURE=$(printf %s "$ID.$TIME.$BODY" | openssl dgst -sha256 -mac HMAC -macopt "hexkey:$KEY" -binary | base64)',
    ],
    headers: ['webhook-id: $ID', 'webhook-timestamp: $TIME', 'webhook-signature: v1,$SIGNATURE'],
  },
};

/** A program for a shell that sends one signed request, with openssl and curl. */
export function curlCommand({ scheme, url, secret, event, body }: TestCommand): string {
  const { lines, headers } = SIGNING[scheme];
  const named = Object.entries(eventHeaders(scheme, event, '')).filter(([, value]) => value !== '');
  const all = [
    'Content-Type: application/json',
    ...named.map(([name, value]) => `${name}: ${value}`),
    ...headers,
  ];
  return [
    `SECRET=${quoted(secret)}`,
    `BODY=${quoted(body)}`,
    ...lines,
    `curl -X POST ${quoted(url)} \\`,
    ...all.map((header) => `  -H ${header.includes('$') ? `"${header}"` : quoted(header)} \\`),
    '  --data-binary "$BODY"',
  ].join('\n');
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
