import { callerOf } from '@selfdb/server/http/caller/caller';
import type { App, AppContext } from '@selfdb/server/http/context';
import { publicUrl } from '@selfdb/server/http/request/public-url';
import * as contracts from '@selfdb/shared/tus/routes';
import type { TusQuery } from '@selfdb/shared/tus/schema';
import type { StorageBindings } from '../bindings.ts';
import { wakeJanitor } from '../janitor/wake.ts';
import { uploadContextOf } from '../uploads/upload-context.ts';
import { waitUntilStored } from '../uploads/wait-until-stored.ts';
import { hasBytes, readTusBody } from './body.ts';
import { TUS_PATHS } from './methods.ts';
import { progressHeaders, readByteCount, refuseOtherExtensions, requireVersion } from './protocol.ts';
import * as service from './service.ts';
import type { TusUpload } from './upload.ts';
import { readPlannedFile } from './upload-metadata.ts';

/** `/storage/files/tus`: resumable uploads, tus 1.0.0 (https://tus.io/protocols/resumable-upload). */
export function mountTus(app: App<StorageBindings>): void {
  for (const path of TUS_PATHS) app.use(path, requireVersion);

  app.openapi(contracts.createTusUpload, async (c) => {
    const upload = await create(c, c.req.valid('query'));
    const Location = publicUrl(c, `${contracts.createTusUpload.path}/${upload.id}`);
    return c.body(null, 201, { ...progressHeaders(upload), Location });
  });

  // Hono passes HEAD to the handlers of GET.
  app.openapi({ ...contracts.readTusUpload, method: 'get' }, async (c) => {
    const upload = await service.readUpload(callerOf(c), c.req.valid('param').id);
    return c.body(null, 200, {
      ...progressHeaders(upload),
      'Upload-Length': String(upload.size),
      ...(upload.tusMetadata === '' ? {} : { 'Upload-Metadata': upload.tusMetadata }),
    });
  });

  const { body: _, ...request } = contracts.appendTusUpload.request;
  app.openapi({ ...contracts.appendTusUpload, request }, async (c) => {
    const offset = readByteCount(c, 'Upload-Offset');
    const body = readTusBody(c);
    const context = uploadContextOf(c);
    try {
      const appended = service.appendPart(context, c.req.valid('param').id, { offset, ...body });
      return c.body(null, 204, progressHeaders(await waitUntilStored(c, appended)));
    } finally {
      await body.chunks.return();
    }
  });

  app.openapi(contracts.terminateTusUpload, async (c) => {
    await service.terminateUpload(callerOf(c), c.req.valid('param').id);
    wakeJanitor(c);
    return c.body(null, 204);
  });
}

async function create(c: AppContext<StorageBindings>, query: TusQuery): Promise<TusUpload> {
  refuseOtherExtensions(c);
  const size = readByteCount(c, 'Upload-Length');
  const tusMetadata = c.req.header('Upload-Metadata') ?? '';
  const request = { ...readPlannedFile(tusMetadata, query), size, tusMetadata };
  const context = uploadContextOf(c);
  const body = hasBytes(c) ? readTusBody(c) : undefined;
  try {
    return await waitUntilStored(c, service.createUpload(context, request, body));
  } finally {
    await body?.chunks.return();
  }
}
