/** What a request sends. */
type CallBody =
  | { kind: 'json'; value: unknown }
  /** The bytes of a file that the reader of a snippet puts beside the program. */
  | { kind: 'file'; name: string; type: string };

/** One request to the API, for a snippet in any language. */
export interface ApiCall {
  operationId: string;
  /** Said in a comment above the request. */
  title: string;
  method: string;
  /** With its parameters in braces: `/tables/{id}/data`. */
  path: string;
  pathValues: Record<string, string>;
  query: Record<string, string>;
  headers: Record<string, string>;
  body?: CallBody | undefined;
  /** Whether the request needs a signed-in user, the API key alone, or neither. */
  auth: 'user' | 'key' | 'none';
  /** What the answer is. */
  answer: 'json' | 'text' | 'bytes' | 'none';
  /** The name of the table whose rows the request reads or changes. */
  table?: string | undefined;
}

/** Where the requests go, and as whom. */
export interface Target {
  url: string;
  apiKey: string;
  email: string;
}

/** Stands for the one thing that a snippet can't know. */
export const PASSWORD_PLACEHOLDER = 'your password';

/** Whether a program with the calls signs in first. */
export function needsLogin(calls: readonly ApiCall[]): boolean {
  return calls.some(({ auth }) => auth === 'user');
}

/** A text as a part of a URL. Quotes and exclamation marks are escaped too, for shells. */
export function encodePart(text: string): string {
  return encodeURIComponent(text).replace(/[!'()*~]/g, (mark) => `%${mark.charCodeAt(0).toString(16)}`);
}

/** A call for a snippet: a parameter of its path that is not known yet says so. */
export function withPlaceholders(call: ApiCall): ApiCall {
  const values = Object.entries(call.pathValues).map(([name, value]) => [name, value || `your-${name}`]);
  return { ...call, pathValues: Object.fromEntries(values) };
}

/** The path and the query of a call. A value of a parameter whose name ends in `path` keeps its slashes. */
export function pathOf(call: Pick<ApiCall, 'path' | 'pathValues' | 'query'>): string {
  const path = call.path.replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = call.pathValues[name] ?? '';
    return name === 'path' ? value.split('/').map(encodePart).join('/') : encodePart(value);
  });
  const query = Object.entries(call.query).map(([name, value]) => `${encodePart(name)}=${encodePart(value)}`);
  return query.length > 0 ? `${path}?${query.join('&')}` : path;
}
