import { Text, Time } from '../contract/common.ts';
import { z } from '../contract/zod.ts';

const MAX_SIGNED_SECONDS = 7 * 24 * 3600;

export const SignFile = z
  .strictObject({
    expires_in: z.int().min(1).max(MAX_SIGNED_SECONDS).default(3600).openapi({ description: 'In seconds' }),
    download: Text.max(255).optional().openapi({ description: 'The name to save the file under' }),
  })
  .openapi('SignFile');
export type SignFile = z.output<typeof SignFile>;

export const SignedUrl = z.object({ url: z.string(), expires_at: Time }).openapi('SignedUrl');
export type SignedUrl = z.infer<typeof SignedUrl>;

export const DownloadQuery = z.strictObject({
  download: Text.max(255).optional().openapi({
    description: 'Save the file instead of showing it, under this name or, if empty, its own',
  }),
});

export const DownloadParams = z.object({ bucket: z.string(), path: z.string() });
export const SignedQuery = z.strictObject({ token: z.string() });
