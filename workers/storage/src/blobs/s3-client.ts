import { AwsV4Signer } from 'aws4fetch';
import { brokenOff, failureOf, S3Failure } from './s3-failure.ts';
import { PATIENCE, type Patience, persist, prolong, within } from './s3-patience.ts';
import type { S3Settings } from './s3-settings.ts';
import { isWhole } from './s3-xml.ts';

export interface S3Call {
  /** Its name in the Amazon S3 API reference. */
  operation: string;
  method: 'GET' | 'HEAD' | 'PUT' | 'POST' | 'DELETE';
  /** Without one the call is to the bucket. */
  key?: string;
  query?: Record<string, string>;
  headers?: Record<string, string>;
  body?: Uint8Array | string;
  /** The root of the document that a success answers with. Anything else is a failure, whatever the status says. */
  root?: string;
  /** Milliseconds that it may take beyond the usual. */
  moreMs?: number;
  cancel?: AbortSignal;
}

export interface S3Answer {
  headers: Headers;
  text: string;
}

export interface S3Options {
  fetch?: typeof fetch;
  patience?: Patience;
}

/** Sends signed requests, again when that may help. Everything it throws is an S3Failure. */
export interface S3Client {
  call(call: S3Call): Promise<S3Answer>;
  /** Resolves when the headers have come. */
  open(call: S3Call): Promise<Response>;
}

export function createS3Client(settings: S3Settings, options: S3Options = {}): S3Client {
  const { fetch: send = fetch, patience = PATIENCE } = options;
  const { region, accessKeyId, secretAccessKey } = settings;
  // The cache keeps the key that is derived from these for a day.
  const identity = {
    service: 's3',
    region,
    accessKeyId,
    secretAccessKey,
    cache: new Map<string, ArrayBuffer>(),
  };

  // The signer is given no body: it then signs UNSIGNED-PAYLOAD, and 8 MiB are neither hashed nor copied for it.
  const sign = ({ method, key, query, headers }: S3Call) => {
    const url = urlOf(settings, key, query);
    return new AwsV4Signer({ ...identity, method, url, headers: headers ?? {} }).sign();
  };

  const attempt = async <T>(call: S3Call, limitMs: number, take: (answer: Response) => Promise<T>) => {
    const { operation, method, body, cancel } = call;
    const { url, headers } = await sign(call);
    try {
      return await within(limitMs, cancel, async (signal) => {
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
    persist(prolong(patience, call.moreMs), call.cancel, (limitMs) => attempt(call, limitMs, take));

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
  // A space as %20, since that is how it is signed.
  url.search = new URLSearchParams(query).toString().replaceAll('+', '%20');
  return url.href;
}
