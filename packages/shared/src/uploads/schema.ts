import { Id, Text } from '../contract/common.ts';
import { z } from '../contract/zod.ts';

const Flag = z
  .string()
  .toLowerCase()
  .pipe(z.enum(['true', 'false', '1', '0', '']))
  .transform((flag) => flag !== 'false' && flag !== '0')
  .openapi({ type: 'boolean' });

/** How to store an upload if its path is taken. */
export const OnConflict = z.enum(['rename', 'error', 'replace']).openapi('OnConflict', {
  description:
    'If the path is taken. rename: store the upload as `name (1).ext`. error: answer 409. replace: replace the file (owner of file or bucket).',
});
export type OnConflict = z.infer<typeof OnConflict>;

/** The path and the type of an upload, as fields of a query, a form or tus metadata. */
export const uploadFields = {
  filename: Text.optional().openapi({
    description: 'May contain folders. Default: the name in the form, or the last part of `path`',
  }),
  path: Text.optional().openapi({
    description:
      'The folder, such as `holiday/2026`. The whole path if it ends with `filename`, or if that is not given',
  }),
  content_type: z.string().optional().openapi({ description: 'Default: the content type of the body' }),
  on_conflict: OnConflict.optional().openapi({ default: 'rename' }),
  upsert: Flag.optional().openapi({ description: '`true` is the same as `on_conflict=replace`' }),
};
export const UploadQuery = z.strictObject({ bucket_id: Id, ...uploadFields });
export type UploadQuery = z.output<typeof UploadQuery>;

/** The fields of a form. The query takes precedence. */
export const UploadFields = z.strictObject(uploadFields);
export type UploadFields = z.output<typeof UploadFields>;

export const Uploaded = z
  .object({
    success: z.literal(true),
    bucket: z.string(),
    path: z.string(),
    size: z.int().openapi({ description: 'In bytes' }),
    file_id: Id,
    upload_time: z.number().openapi({ description: 'Duration of the upload in seconds' }),
    url: z.string().openapi({ description: 'The address to download the file from' }),
    original_path: z.string().nullable().openapi({
      description: 'The requested path, if it was taken; null if the file has it',
    }),
    message: z.string(),
  })
  .openapi('Uploaded');
export type Uploaded = z.infer<typeof Uploaded>;
