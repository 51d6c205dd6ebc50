import type { Bucket } from '@selfdb/sdk';
import { formatBytes } from '../../../../ui/format/numbers.ts';

type BucketLimits = Pick<Bucket, 'max_file_size' | 'allowed_mime_types'>;

/** Why a bucket does not take a file, with the limit; undefined if it does, or if only the server can tell the type. */
export function limitProblem(file: Pick<File, 'size' | 'type'>, limits: BucketLimits): string | undefined {
  const { max_file_size: most, allowed_mime_types: types } = limits;
  if (most !== null && file.size > most) {
    return `${formatBytes(file.size)} is more than the bucket’s limit of ${formatBytes(most)} for a file.`;
  }
  const type = file.type.split(';')[0]?.trim().toLowerCase();
  if (!type || !types || accepts(types, type)) return undefined;
  return `The bucket takes only ${types.join(', ')}. This file is ${type}.`;
}

function accepts(patterns: readonly string[], type: string): boolean {
  return patterns.includes(type) || patterns.includes(`${type.split('/')[0]}/*`);
}
