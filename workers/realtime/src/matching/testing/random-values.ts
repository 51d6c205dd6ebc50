import type { Random } from './random.ts';

const CHARACTERS = [...'aAbB0 _%\\"{},:\'-éßİΣς\u0301\u00a0\u2028\ue000\uffff😀𝒳'];

function text(random: Random): string {
  return random.some(6, () => random.pick(CHARACTERS)).join('');
}

const digits = (random: Random, most: number) => random.some(most, () => random.below(10)).join('');

function decimal(random: Random): string {
  const sign = random.pick(['', '', '-']);
  const fraction = random.chance(0.5) ? `.${digits(random, 6)}0` : '';
  const exponent = random.chance(0.2) ? `e${random.below(40) - 20}` : '';
  return `${sign}${random.below(100)}${digits(random, 20)}${fraction}${exponent}`;
}

function whole(random: Random): string {
  return String(BigInt(Math.floor((random.next() - 0.5) * 2 ** 53)) * 1023n + BigInt(random.below(1023)));
}

function document(random: Random, depth = 3): string {
  const kind = random.below(depth > 0 ? 8 : 5);
  if (kind < 2) return random.pick(['null', 'true', 'false', '1', '1.0', '"a"']);
  if (kind === 2) return decimal(random).replace(/^(-?)0+(?=\d)/, '$1');
  if (kind < 5) return JSON.stringify(text(random));
  if (kind === 5)
    return `{${random.some(3, () => `${JSON.stringify(text(random))}: ${document(random, depth - 1)}`)}}`;
  return `[${random.some(3, () => document(random, depth - 1))}]`;
}

function moment(random: Random): string {
  const millis = (random.next() - 0.4) * 3e13;
  const zone = random.pick(['Z', '+00', '+02:00', '-03:30', '+0545', '']);
  const text = new Date(millis)
    .toISOString()
    .replace(/^\+0*/, '')
    .replace('Z', `${random.below(1000)}${zone}`);
  return text.startsWith('-') ? `${text.slice(3).replace(/^0{0,}(?=\d{4})/, '')} BC` : text;
}

/** In a row's JSON, a null document looks like a missing one. */
function notNull(random: Random): string {
  const made = document(random);
  return made === 'null' ? '[null]' : made;
}

function list(random: Random, item: () => string, nests = true): string {
  if (nests && random.chance(0.1)) return random.pick(['{{1},{NULL}}', '{{1,2},{2,1}}']);
  const quoted = () => `"${item().replace(/["\\]/g, '\\$&')}"`;
  return `{${random.some(4, () => (random.chance(0.1) ? 'NULL' : quoted()))}}`;
}

/** A random value for columns where samples are not enough. */
export const RANDOM_VALUES: Record<string, (random: Random) => string> = {
  text,
  varchar: text,
  citext: text,
  fixed: text,
  big: whole,
  exact: decimal,
  real: (random) => String(Math.fround(random.next() * 10 ** random.below(20))),
  double: (random) => String((random.next() - 0.5) * 10 ** (random.below(60) - 30)),
  at: moment,
  local: moment,
  day: moment,
  doc: notNull,
  raw: notNull,
  bytes: (random) => `\\x${random.some(4, () => random.pick(['00', 'ff', 'a0', '5c'])).join('')}`,
  tags: (random) => list(random, () => `${text(random)}a`),
  numbers: (random) => list(random, () => String(random.below(4))),
  docs: (random) => list(random, () => notNull(random), false),
};
