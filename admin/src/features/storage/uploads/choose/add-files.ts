import type { SelfDB } from '@selfdb/sdk';
import { showToast } from '../../../../ui/overlays/toast.tsx';
import { nameProblem, parentFolder } from '../../paths.ts';
import type { StorageBucket } from '../../queries.ts';
import { resumeUrlOf } from '../queue/remembered-uploads.ts';
import type { FileToUpload } from '../queue/upload-item.ts';
import { addUploads, useForUploads } from '../queue/uploads.ts';
import { limitProblem } from './limits.ts';
import type { FoundFile } from './read-drop.ts';

/** Where files go, and as whom. */
interface UploadDestination {
  sdk: SelfDB;
  userId: string;
  bucket: StorageBucket;
  /** With its `/` at the end; the empty text is the bucket itself. */
  folder: string;
}

/** Puts chosen files into the queue. Those that the bucket does not take are listed with the reason, and not sent. */
export function addFiles({ sdk, userId, bucket, folder }: UploadDestination, found: FoundFile[]): void {
  if (found.length === 0) {
    showToast({ title: 'There is no file to upload.', detail: 'Empty folders are not stored.' });
    return;
  }
  useForUploads(sdk, userId);
  const batch = { bucketId: bucket.id, bucketName: bucket.name, folder };
  addUploads(
    batch,
    found.map(({ file, path }): FileToUpload => {
      const whole = (folder + path).normalize('NFC');
      const name = whole.slice(parentFolder(whole).length);
      const refusal = limitProblem(file, bucket) ?? nameProblem(name, parentFolder(whole));
      return { file, path: whole, refusal, resumeUrl: resumeUrlOf(bucket.id, whole, file) };
    }),
  );
}
