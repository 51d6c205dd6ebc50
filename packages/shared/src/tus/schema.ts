import { Id, Metadata, Text } from '../contract/common.ts';
import { z } from '../contract/zod.ts';
import { uploadFields } from '../uploads/schema.ts';

/** The query of a resumable upload, for fields that the header `Upload-Metadata` leaves out. */
export const TusQuery = z.strictObject({
  bucket_id: Id.optional(),
  filename: Text.optional(),
  path: Text.optional(),
  content_type: z.string().optional(),
  on_conflict: z.string().optional(),
  upsert: z.string().optional(),
  filetype: z.string().optional(),
  metadata: z.string().optional(),
});
export type TusQuery = z.output<typeof TusQuery>;

/** The known keys of the header `Upload-Metadata`. Any other key is stored for the client. */
export const UploadMetadata = z.object({
  bucket_id: Id,
  ...uploadFields,
  metadata: z
    .string()
    .transform((text, context) => {
      try {
        return JSON.parse(text) as unknown;
      } catch {
        context.addIssue({ code: 'custom', message: 'must be JSON' });
        return z.NEVER;
      }
    })
    .pipe(Metadata)
    .optional(),
});
export type UploadMetadata = z.output<typeof UploadMetadata>;
