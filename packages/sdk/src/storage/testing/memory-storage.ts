import { HttpClient } from '../../http/client.ts';

interface Upload {
  size: number;
  metadata: string;
  bytes: Uint8Array;
}

/** A request as it arrived. */
export interface SeenRequest {
  method: string;
  path: string;
  query: Record<string, string>;
  headers: Headers;
  /** The bytes of the body that arrived. */
  length: number;
}

/** What happens to a request: it fails before or after the server has handled it, or some of its bytes are lost. */
export type Failure = 'before' | 'after' | { keep: number } | { status: number };

const UPLOAD_ID = '01990000-0000-7000-8000-000000000001';
const FILE_ID = '01990000-0000-7000-8000-000000000002';

/** The storage routes of a server in memory, as a `fetch`. It holds one upload and one file. */
export class MemoryStorage {
  readonly seen: SeenRequest[] = [];
  upload: Upload | undefined;
  /** The bytes of the file, once it is complete. */
  file: Uint8Array | undefined;
  /** What happens to the next requests of a method. */
  readonly failures: { method: string; failure: Failure }[] = [];

  readonly fetch = async (input: RequestInfo | URL, init?: RequestInit): Promise<Response> => {
    const request = new Request(input, init);
    request.signal.throwIfAborted();
    const failure = this.#takeFailure(request.method);
    if (failure === 'before') throw new TypeError('fetch failed');
    if (typeof failure === 'object' && 'status' in failure) return refuse(failure.status);
    const body = new Uint8Array(await request.arrayBuffer());
    const kept = typeof failure === 'object' ? body.subarray(0, failure.keep) : body;
    const response = await this.#handle(request, kept);
    if (failure !== undefined) throw new TypeError('fetch failed');
    return response;
  };

  methods(): string[] {
    return this.seen.map(({ method }) => method);
  }

  #takeFailure(method: string): Failure | undefined {
    const [next] = this.failures;
    if (next?.method !== method) return undefined;
    this.failures.shift();
    return next.failure;
  }

  async #handle(request: Request, body: Uint8Array<ArrayBuffer>): Promise<Response> {
    const { method, headers } = request;
    const url = new URL(request.url);
    const query = Object.fromEntries(url.searchParams);
    this.seen.push({ method, path: url.pathname, query, headers, length: body.byteLength });
    if (url.pathname === '/storage/files/upload') {
      this.file = body;
      return Response.json({ success: true, size: body.byteLength, file_id: FILE_ID }, { status: 201 });
    }
    if (!url.pathname.startsWith('/storage/files/tus')) {
      return Response.json({ bucket_name: 'b', path: 'docs/a.bin', size: this.file?.byteLength });
    }
    if (method === 'POST') return this.#create(headers);
    if (!this.upload) return refuse(404);
    if (method === 'PATCH') return this.#append(this.upload, headers, body);
    if (method === 'DELETE') this.upload = undefined;
    return new Response(null, { headers: this.#progress() });
  }

  #create(headers: Headers): Response {
    const size = Number(headers.get('Upload-Length'));
    this.upload = { size, metadata: headers.get('Upload-Metadata') ?? '', bytes: new Uint8Array(0) };
    const Location = `http://other.example/storage/files/tus/${UPLOAD_ID}`;
    return new Response(null, { status: 201, headers: { ...this.#progress(), Location } });
  }

  async #append(upload: Upload, headers: Headers, body: Uint8Array<ArrayBuffer>): Promise<Response> {
    if (Number(headers.get('Upload-Offset')) !== upload.bytes.byteLength) return refuse(409);
    const expected = headers.get('Upload-Checksum');
    if (expected !== null && expected !== (await checksumOf(body))) return refuse(460);
    upload.bytes = new Uint8Array([...upload.bytes, ...body]);
    if (upload.bytes.byteLength === upload.size) this.file = upload.bytes;
    return new Response(null, { status: 204, headers: this.#progress() });
  }

  #progress(): Record<string, string> {
    if (!this.upload) return {};
    return {
      'Upload-Offset': String(this.upload.bytes.byteLength),
      'Upload-Length': String(this.upload.size),
      ...(this.file ? { 'X-SelfDB-File-Id': FILE_ID } : {}),
    };
  }
}

function refuse(status: number): Response {
  return Response.json({ detail: `refused with ${status}`, code: 'refused' }, { status });
}

async function checksumOf(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  return `sha256 ${btoa(String.fromCharCode(...digest))}`;
}

/** A client whose requests this function answers. */
export function clientOf(answer: typeof fetch): HttpClient {
  const tokens = { get: () => undefined, refresh: async () => undefined };
  return new HttpClient({ baseUrl: 'http://server', apiKey: 'key', fetch: answer, timeout: 10_000, tokens });
}
