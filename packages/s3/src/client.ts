import { AwsV4Signer } from 'aws4fetch';
import { brokenOff, failureOf, S3Failure } from './failure.ts';
import type { S3Settings } from './settings.ts';
import { abortAfter, extendTimeout, TIMEOUT, type Timeout, withRetries } from './timeout.ts';
import { isWhole } from './xml.ts';

export interface S3Call {
  /** Its name in the Amazon S3 API reference. */
  operation: string;
  method: 'GET' | 'HEAD' | 'PUT' | 'POST' | 'DELETE';
  /** Without one the call addresses the bucket. */
  key?: string;
  query?: Record<string, string>;
  headers?: Record<string, string>;
  body?: Uint8Array | string;
  /** The root of the document in a successful answer. Any other document is a failure, whatever the status. */
  root?: string;
  /** Milliseconds to add to the usual timeout. */
  moreMs?: number;
  cancel?: AbortSignal;
}

interface S3Answer {
  headers: Headers;
  text: string;
}

export interface S3Options {
  fetch?: typeof fetch;
  timeout?: Timeout;
}

/** Sends signed requests and retries them if that may help. It throws only S3Failure. */
export interface S3Client {
  call(call: S3Call): Promise<S3Answer>;
  /** Resolves when the headers have arrived. */
  open(call: S3Call): Promise<Response>;
}

export function createS3Client(settings: S3Settings, options: S3Options = {}): S3Client {
  const { fetch: send = fetch, timeout = TIMEOUT } = options;
  const { region, accessKeyId, secretAccessKey } = settings;
  // The cache keeps the derived signing key for a day.
  const identity = {
    service: 's3',
    region,
    accessKeyId,
    secretAccessKey,
    cache: new Map<string, ArrayBuffer>(),
  };

  // Without a body, the signer signs UNSIGNED-PAYLOAD and neither hashes nor copies 8 MiB.
  const sign = ({ method, key, query, headers }: S3Call) => {
    const url = urlOf(settings, key, query);
    return new AwsV4Signer({ ...identity, method, url, headers: headers ?? {} }).sign();
  };

  const attempt = async <T>(call: S3Call, limitMs: number, take: (answer: Response) => Promise<T>) => {
    const { operation, method, body, cancel } = call;
    const { url, headers } = await sign(call);
    try {
      return await abortAfter(limitMs, cancel, async (signal) => {
        const init: RequestInit = { method, headers, signal, redirect: 'manual' };
        const answer = await send(url.href, body === undefined ? init : { ...init, body });
        if (!answer.ok) throw failureOf(operation, answer.status, await answer.text());
        return await take(answer);
      });
    } catch (error) {
      throw error instanceof S3Failure ? error : brokenOff(operation, error);
    }
  };

  const persevere = <T>(call: S3Call, take: (answer: Response) => Promise<T>) =>
    withRetries(extendTimeout(timeout, call.moreMs), call.cancel, (limitMs) => attempt(call, limitMs, take));

  return {
    call: (call) => persevere(call, (answer) => readAnswer(call, answer)),
    open: (call) => persevere(call, async (answer) => answer),
  };
}

async function readAnswer({ operation, root }: S3Call, answer: Response): Promise<S3Answer> {
  const text = await answer.text();
  if (root && !isWhole(text, root)) {
    const failure = failureOf(operation, answer.status, text);
    throw failure.code ? failure : brokenOff(operation, `no whole ${root} in the answer`);
  }
  return { headers: answer.headers, text };
}

function urlOf({ endpoint, bucket, addressing }: S3Settings, key = '', query: Record<string, string> = {}) {
  const url = new URL(endpoint);
  const root = url.pathname.replace(/\/$/, '');
  const path = key.split('/').map(encodeURIComponent).join('/');
  if (addressing === 'virtual') url.hostname = `${bucket}.${url.hostname}`;
  url.pathname = addressing === 'virtual' ? `${root}/${path}` : `${root}/${bucket}${path && `/${path}`}`;
  // S3 signs a space as %20.
  url.search = new URLSearchParams(query).toString().replaceAll('+', '%20');
  return url.href;
}
