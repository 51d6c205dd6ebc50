/** A property or method as the editor completes it. */
export interface Member {
  name: string;
  /** As TypeScript writes it. */
  type: string;
  about: string;
}

const PROMISED_ROW = 'Promise<Record<string, unknown>>';

/** The types of what a function gets, by name. */
export const TYPES: Record<string, Member[]> = {
  Env: [{ name: 'SELFDB', type: 'SelfDB', about: 'This system, as the owner of the function.' }],
  SelfDB: [
    {
      name: 'fetch',
      type: '(path: string, init?: RequestInit) => Promise<Response>',
      about: 'Calls the API: fetch("/users/me").',
    },
    { name: 'tables', type: 'Tables', about: 'Tables and their rows.' },
    { name: 'storage', type: 'Storage', about: 'Files.' },
    { name: 'functions', type: 'Functions', about: 'Other functions.' },
    { name: 'realtime', type: 'Realtime', about: 'Messages to rooms.' },
    {
      name: 'sql',
      type: '(query: string, params?: unknown[]) => Promise<unknown>',
      about: 'Runs SQL. Only where the owner is an administrator.',
    },
    { name: 'asCaller', type: '() => SelfDB', about: 'The same with the rights of the caller.' },
  ],
  Tables: [
    {
      name: 'list',
      type: '(query?: Record<string, string>) => Promise<Record<string, unknown>[]>',
      about: 'Lists tables.',
    },
    { name: 'get', type: `(table: string) => ${PROMISED_ROW}`, about: 'A table, by its name or id.' },
    {
      name: 'rows',
      type: `(table: string, query?: Record<string, string>) => ${PROMISED_ROW}`,
      about: 'A page of rows; the query is that of GET /tables/{id}/data.',
    },
    { name: 'row', type: `(table: string, id: string) => ${PROMISED_ROW}`, about: 'One row by its key.' },
    {
      name: 'insert',
      type: `(table: string, values: object) => ${PROMISED_ROW}`,
      about: 'Adds a row and gives it back.',
    },
    {
      name: 'update',
      type: `(table: string, id: string, values: object) => ${PROMISED_ROW}`,
      about: 'Changes a row and gives it back.',
    },
    { name: 'delete', type: '(table: string, id: string) => Promise<unknown>', about: 'Deletes a row.' },
  ],
  Storage: [
    {
      name: 'list',
      type: '(query?: Record<string, string>) => Promise<Record<string, unknown>[]>',
      about: 'Lists files; the query is that of GET /storage/files.',
    },
    {
      name: 'sign',
      type: `(id: string, options?: object) => ${PROMISED_ROW}`,
      about: 'A link to a file that expires.',
    },
    {
      name: 'download',
      type: '(bucket: string, path: string) => Promise<Response>',
      about: 'The bytes of a file.',
    },
    {
      name: 'upload',
      type: `(fields: Record<string, string>, file: Blob | string, filename?: string) => ${PROMISED_ROW}`,
      about: 'Stores a file; the fields are the query of POST /storage/files/upload.',
    },
  ],
  Functions: [
    {
      name: 'invoke',
      type: '(name: string, init?: RequestInit) => Promise<Response>',
      about: 'Calls another function. Such calls stop after eight in turn.',
    },
  ],
  Realtime: [
    {
      name: 'broadcast',
      type: `(topic: string, event: string, payload?: object) => ${PROMISED_ROW}`,
      about: 'Sends a message to all in a room: broadcast("room:lobby", "message", { text }).',
    },
  ],
  Context: [
    {
      name: 'waitUntil',
      type: '(promise: Promise<unknown>) => void',
      about: 'Goes on after the answer, until the timeout of the function.',
    },
  ],
};

/** Of the platform, whose declarations editors have. */
export const PLATFORM_TYPES: Record<string, Member[]> = {
  Request: [
    { name: 'method', type: 'string', about: 'GET, POST, …' },
    { name: 'url', type: 'string', about: 'The address as the caller sent it.' },
    { name: 'headers', type: 'Headers', about: 'Without the API key and the token of the caller.' },
    { name: 'json', type: '() => Promise<any>', about: 'The body, read as JSON.' },
    { name: 'text', type: '() => Promise<string>', about: 'The body as text.' },
    { name: 'formData', type: '() => Promise<FormData>', about: 'The body of a form.' },
    { name: 'arrayBuffer', type: '() => Promise<ArrayBuffer>', about: 'The body as bytes.' },
    { name: 'body', type: 'ReadableStream | null', about: 'The body as a stream.' },
    { name: 'signal', type: 'AbortSignal', about: 'Ends with the request.' },
  ],
  Headers: [
    { name: 'get', type: '(name: string) => string | null', about: 'The value of a header.' },
    { name: 'has', type: '(name: string) => boolean', about: 'Whether there is such a header.' },
  ],
  ResponseClass: [
    {
      name: 'json',
      type: '(value: unknown, init?: ResponseInit) => Response',
      about: 'An answer with JSON.',
    },
    { name: 'redirect', type: '(url: string, status?: number) => Response', about: 'Leads elsewhere.' },
  ],
  Console: ['log', 'info', 'warn', 'error', 'debug'].map((name) => ({
    name,
    type: '(...values: unknown[]) => void',
    about: `Writes a line of the level ${name} to the log of the function.`,
  })),
};

/** The declarations of `Env` and `Context`, for an editor of one's own. */
export function declarationsFor(variables: string[]): string {
  const ofVariables = variables.map((name): Member => ({ name, type: 'string', about: '' }));
  const interfaces = Object.entries(TYPES).map(([name, members]) => {
    const all = name === 'Env' ? [...ofVariables, ...members] : members;
    const lines = all.map(
      (member) => `${member.about ? `  /** ${member.about} */\n` : ''}  ${member.name}: ${member.type};\n`,
    );
    return `interface ${name} {\n${lines.join('')}}\n`;
  });
  return interfaces.join('\n');
}
