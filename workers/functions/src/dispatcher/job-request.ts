import { EXECUTION_ID_HEADER, type Invocation } from '@selfdb/shared/functions/runner-protocol';
import type { ClaimedJob } from './repository.ts';

/** What the host gets of a job: the request that the function sees. */
export function requestOf({ request, body_base64, trigger_type, execution_id }: ClaimedJob): Request {
  const body = body_base64 ?? request.body_base64;
  const headers = new Headers(request.headers);
  headers.set('X-Trigger-Type', trigger_type);
  headers.set(EXECUTION_ID_HEADER, execution_id);
  const hasBody = body !== undefined && body !== null && request.method !== 'GET';
  return new Request('http://job', {
    method: request.method,
    headers,
    body: hasBody ? Buffer.from(body, 'base64') : null,
  });
}

export function invocationOf(job: ClaimedJob): Invocation {
  return {
    execution_id: job.execution_id,
    function_id: job.function_id,
    revision: job.revision,
    trigger_type: job.trigger_type,
    attempt: job.attempt,
    url: `http://selfdb/functions/${job.function_name}/invoke${job.request.path}`,
    caller: job.caller,
    depth: job.depth,
  };
}
