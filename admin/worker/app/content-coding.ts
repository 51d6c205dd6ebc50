/** The codings of a built file, with their suffixes, in order of preference. */
const SUFFIXES = { br: '.br', gzip: '.gz', identity: '' } as const;
type Coding = keyof typeof SUFFIXES;
const CODINGS: Coding[] = ['br', 'gzip', 'identity'];

/** A coding that is neither named nor excluded is acceptable only if it is `identity` (RFC 9110, 12.5.3). */
const UNNAMED_IDENTITY = 0.0001;
const MAX_HEADER_CHARACTERS = 1000;

/** The coding in which a client wants a file most, by `Accept-Encoding`, and the suffix of that file. */
export function chooseCoding(header: string | null): { coding: Coding; suffix: string } {
  const weights = weightsOf(header ?? '');
  const weightOf = (coding: Coding) =>
    weights.get(coding) ?? weights.get('*') ?? (coding === 'identity' ? UNNAMED_IDENTITY : 0);
  let best: Coding = 'identity';
  let most = 0;
  for (const coding of CODINGS) {
    if (weightOf(coding) <= most) continue;
    best = coding;
    most = weightOf(coding);
  }
  return { coding: best, suffix: SUFFIXES[best] };
}

function weightsOf(header: string): Map<string, number> {
  const weights = new Map<string, number>();
  for (const item of header.slice(0, MAX_HEADER_CHARACTERS).split(',')) {
    const [name = '', ...parameters] = item.split(';').map((part) => part.trim().toLowerCase());
    const q = parameters.find((parameter) => parameter.startsWith('q='))?.slice(2);
    const weight = q === undefined ? 1 : Number(q);
    weights.set(name, weight >= 0 && weight <= 1 ? weight : 0);
  }
  return weights;
}
