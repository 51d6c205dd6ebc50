import type { CreateBucket } from '@selfdb/sdk';
import type { StorageBucket } from '../queries.ts';

/** The units of a size limit, in bytes. */
export const SIZE_UNITS = { KB: 1e3, MB: 1e6, GB: 1e9, TB: 1e12 } as const;
export type SizeUnit = keyof typeof SIZE_UNITS;

/** A bucket as it is typed. */
export interface BucketDraft {
  name: string;
  access: StorageBucket['access'];
  description: string;
  /** The empty text sets no limit. */
  size: string;
  unit: SizeUnit;
  /** Media types, separated by commas, spaces or lines. The empty text accepts all. */
  types: string;
  anonymousUploads: boolean;
}

export const EMPTY_BUCKET: BucketDraft = {
  name: '',
  access: 'owner',
  description: '',
  size: '',
  unit: 'MB',
  types: '',
  anonymousUploads: false,
};

const MAX_DESCRIPTION = 4000;
const MAX_TYPES = 100;
const TYPE = /^[a-z0-9][a-z0-9!#$&^_.+-]{0,126}\/(?:[a-z0-9][a-z0-9!#$&^_.+-]{0,126}|\*)$/;

/** What makes a name of a bucket, each with whether a text meets it. */
export function bucketNameRules(name: string): { rule: string; met: boolean }[] {
  return [
    { rule: '3 to 63 characters', met: name.length >= 3 && name.length <= 63 },
    { rule: 'only lowercase letters a to z, digits and hyphens', met: /^[a-z0-9-]+$/.test(name) },
    {
      rule: 'no hyphen at the start or the end',
      met: name !== '' && !name.startsWith('-') && !name.endsWith('-'),
    },
  ];
}

export function bucketNameProblem(name: string): string | undefined {
  if (name === '') return 'Enter a name.';
  return bucketNameRules(name).every(({ met }) => met)
    ? undefined
    : 'The name does not meet the rules below.';
}

/** The limit in bytes, null without one, undefined if the text is none. */
export function sizeLimitOf({ size, unit }: Pick<BucketDraft, 'size' | 'unit'>): number | null | undefined {
  const text = size.trim().replace(',', '.');
  if (text === '') return null;
  if (!/^\d{1,12}(?:\.\d{1,9})?$/.test(text)) return undefined;
  const bytes = Math.round(Number(text) * SIZE_UNITS[unit]);
  return bytes >= 1 && Number.isSafeInteger(bytes) ? bytes : undefined;
}

/** The media types of a text. */
export function typesOf(text: string): string[] {
  return [
    ...new Set(
      text
        .toLowerCase()
        .split(/[\s,;]+/)
        .filter(Boolean),
    ),
  ];
}

export function typesProblem(text: string): string | undefined {
  const types = typesOf(text);
  const wrong = types.find((type) => !TYPE.test(type));
  if (wrong) return `“${wrong}” is not a media type. Write image/png, or image/* for all images.`;
  return types.length > MAX_TYPES ? `At most ${MAX_TYPES} types are possible.` : undefined;
}

export type BucketProblems = Partial<Record<'name' | 'description' | 'size' | 'types', string>>;

/** What is wrong with a draft, by field. Empty if nothing is. */
export function bucketProblems(draft: BucketDraft): BucketProblems {
  const name = bucketNameProblem(draft.name);
  const types = typesProblem(draft.types);
  return {
    ...(name && { name }),
    ...(types && { types }),
    ...(draft.description.length > MAX_DESCRIPTION && {
      description: `At most ${MAX_DESCRIPTION} characters are possible.`,
    }),
    ...(sizeLimitOf(draft) === undefined && { size: 'Write a number above 0, such as 25 or 1.5.' }),
  };
}

/** A draft as the API takes it. */
export function toBucketInput(draft: BucketDraft): CreateBucket {
  const size = sizeLimitOf(draft) ?? undefined;
  const types = typesOf(draft.types);
  return {
    name: draft.name,
    access: draft.access,
    description: draft.description.trim() || null,
    allowed_mime_types: types.length > 0 ? types : null,
    anonymous_uploads: draft.access === 'public' && draft.anonymousUploads,
    ...(size === undefined ? {} : { max_file_size: size }),
  };
}

/** A bucket as a draft, with its limit in the largest unit that writes it exactly. */
export function bucketDraftOf(bucket: StorageBucket): BucketDraft {
  return {
    name: bucket.name,
    access: bucket.access,
    description: bucket.description ?? '',
    ...sizeText(bucket.max_file_size),
    types: (bucket.allowed_mime_types ?? []).join(', '),
    anonymousUploads: bucket.anonymous_uploads,
  };
}

const UNITS_LARGEST_FIRST: SizeUnit[] = ['TB', 'GB', 'MB', 'KB'];

function sizeText(bytes: number | null): Pick<BucketDraft, 'size' | 'unit'> {
  if (bytes === null) return { size: '', unit: 'MB' };
  const unit = UNITS_LARGEST_FIRST.find((each) => bytes >= SIZE_UNITS[each]) ?? 'KB';
  return { size: String(bytes / SIZE_UNITS[unit]), unit };
}
