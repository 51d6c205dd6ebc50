import { type ApiCall, needsLogin, PASSWORD_PLACEHOLDER, pathOf, type Target } from '../call.ts';
import { scriptLiteral, scriptText } from '../literals.ts';
import { SDK_METHODS } from './sdk-methods.ts';
import { rowsCall } from './sdk-rows.ts';

const camel = (name: string) => name.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());

/** A value of the query as its option of a method takes it. */
function option(text: string): unknown {
  if (/^\d{1,15}$/.test(text)) return Number(text);
  return text === 'true' || text === 'false' ? text === 'true' : text;
}

/** An upload as the client makes it, which continues after a broken connection. */
function uploadCall({ operationId, query, body }: ApiCall): string | undefined {
  const { bucket_id, filename, path, ...others } = query;
  if (operationId !== 'uploadFile' || body?.kind !== 'file' || Object.keys(others).length > 0)
    return undefined;
  const folder = path === undefined ? '' : `, path: ${scriptText(path)}`;
  return `selfdb.storage.files.upload(${scriptText(bucket_id ?? '')}, { filename: ${scriptText(filename ?? body.name)}${folder}, data: file })`;
}

function methodCall(call: ApiCall, method: string): string {
  const query = Object.entries(call.query).map(([name, text]) => [camel(name), option(text)]);
  const parts = [
    ...[...call.path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => scriptText(call.pathValues[name] ?? '')),
    ...(call.body?.kind === 'json' ? [scriptLiteral(call.body.value, '')] : []),
    ...(query.length > 0 ? [scriptLiteral(Object.fromEntries(query), '')] : []),
  ];
  return `selfdb.${method}(${parts.join(', ')})`;
}

/** A call by method and path, whose parameters have the names of the API. */
function genericCall({ method, path, pathValues, query, body }: ApiCall): string {
  const typed = Object.fromEntries(Object.entries(query).map(([name, text]) => [name, option(text)]));
  const input = {
    ...(path.includes('{') ? { path: pathValues } : {}),
    ...(Object.keys(typed).length > 0 ? { query: typed } : {}),
    ...(body?.kind === 'json' ? { body: body.value } : {}),
  };
  return `selfdb.client.call(${scriptText(`${method} ${path}`)}, ${scriptLiteral(input, '')})`;
}

/** A call whose body or answer is not JSON: the client sends it as it is. */
function rawCall(call: ApiCall): string {
  const type = call.body?.kind === 'file' ? { 'Content-Type': call.body.type } : {};
  const headers = { ...call.headers, ...type };
  const parts = [
    ...(Object.keys(headers).length > 0 ? [`headers: ${scriptLiteral(headers, '')}`] : []),
    ...(call.body?.kind === 'json' ? [`json: ${scriptLiteral(call.body.value, '')}`] : []),
    ...(call.body?.kind === 'file' ? ['body: file'] : []),
  ];
  const options = parts.length > 0 ? `, { ${parts.join(', ')} }` : '';
  return `selfdb.client.send('${call.method}', ${scriptText(pathOf(call))}${options})`;
}

const READ: Record<ApiCall['answer'], (name: string) => string> = {
  json: (name) => `console.log(await ${name}.json());`,
  text: (name) => `console.log(await ${name}.text());`,
  bytes: (name) => `console.log((await ${name}.arrayBuffer()).byteLength, 'bytes');`,
  none: (name) => `console.log(${name}.status);`,
};

function uploadLines({ body }: ApiCall): string[] {
  return body?.kind === 'file' ? [`const file = new Blob([await readFile(${scriptText(body.name)})]);`] : [];
}

function request(call: ApiCall, index: number): string {
  const name = index === 0 ? 'answer' : `answer${index + 1}`;
  const isRaw =
    call.answer === 'bytes' ||
    call.answer === 'text' ||
    (call.body && call.body.kind !== 'json') ||
    Object.keys(call.headers).length > 0 ||
    !['GET', 'POST', 'PATCH', 'PUT', 'DELETE'].includes(call.method);
  const method = SDK_METHODS[call.operationId];
  const title = `// ${call.title}`;
  const upload = uploadCall(call);
  if (upload) {
    return [title, ...uploadLines(call), `const ${name} = await ${upload};`, `console.log(${name});`].join(
      '\n',
    );
  }
  if (isRaw) {
    return [
      title,
      ...uploadLines(call),
      `const ${name} = await ${rawCall(call)};`,
      READ[call.answer](name),
    ].join('\n');
  }
  const text = rowsCall(call) ?? (method ? methodCall(call, method) : genericCall(call));
  if (call.answer === 'none') return `${title}\nawait ${text};`;
  return `${title}\nconst ${name} = await ${text};\nconsole.log(${name});`;
}

/** How a program with the client begins. */
export function sdkStart(target: Target, signsIn: boolean): string {
  const client = `import { SelfDB } from '@selfdb/sdk';

const selfdb = new SelfDB({
  baseUrl: ${scriptText(target.url)},
  apiKey: ${scriptText(target.apiKey)},
});`;
  if (!signsIn) return client;
  return `${client}
await selfdb.auth.login({
  email: ${scriptText(target.email)},
  password: ${scriptText(PASSWORD_PLACEHOLDER)},
});`;
}

/** A program with the package `@selfdb/sdk`, in JavaScript or TypeScript. */
export function sdkProgram(target: Target, calls: ApiCall[]): string {
  const readsFile = calls.some(({ body }) => body && body.kind !== 'json');
  const head = sdkStart(target, needsLogin(calls));
  const start = readsFile ? `import { readFile } from 'node:fs/promises';\n${head}` : head;
  return [start, ...calls.map(request)].join('\n\n');
}
