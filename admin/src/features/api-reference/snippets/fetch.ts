import { type ApiCall, needsLogin, PASSWORD_PLACEHOLDER, pathOf, type Target } from './call.ts';
import { scriptLiteral, scriptText } from './literals.ts';

function login({ email }: Target): string {
  return `// Sign in
const login = await fetch(\`\${api}/users/token\`, {
  method: 'POST',
  headers: { ...headers, 'Content-Type': 'application/json' },
  body: JSON.stringify({ email: ${scriptText(email)}, password: ${scriptText(PASSWORD_PLACEHOLDER)} }),
});
if (!login.ok) throw new Error(await login.text());
headers.Authorization = \`Bearer \${(await login.json()).access_token}\`;`;
}

function bodyLines({ body }: ApiCall): { before: string[]; options: string[]; type?: string } {
  if (!body) return { before: [], options: [] };
  if (body.kind === 'json') {
    return {
      before: [],
      options: [`body: JSON.stringify(${scriptLiteral(body.value, '  ')}),`],
      type: 'application/json',
    };
  }
  const file = `const file = new Blob([await readFile(${scriptText(body.name)})]);`;
  return { before: [file], options: ['body: file,'], type: body.type };
}

const READ: Record<ApiCall['answer'], (name: string) => string> = {
  json: (name) => `console.log(await ${name}.json());`,
  text: (name) => `console.log(await ${name}.text());`,
  bytes: (name) => `console.log((await ${name}.arrayBuffer()).byteLength, 'bytes');`,
  none: (name) => `console.log(${name}.status);`,
};

function request(call: ApiCall, index: number): string {
  const { before, options, type } = bodyLines(call);
  const extra = { ...call.headers, ...(type ? { 'Content-Type': type } : {}) };
  const own = scriptLiteral(extra, '').slice(1, -1).trim();
  const sent = call.auth === 'none' ? scriptLiteral(extra, '') : `{ ...headers, ${own} }`;
  const headers = own === '' && call.auth !== 'none' ? 'headers,' : `headers: ${sent},`;
  const lines = [...(call.method === 'GET' ? [] : [`method: '${call.method}',`]), headers, ...options];
  const name = index === 0 ? 'answer' : `answer${index + 1}`;
  return [
    `// ${call.title}`,
    ...before,
    `const ${name} = await fetch(\`\${api}${pathOf(call)}\`, {`,
    ...lines.map((line) => `  ${line}`),
    '});',
    `if (!${name}.ok) throw new Error(await ${name}.text());`,
    READ[call.answer](name),
  ].join('\n');
}

/** A program that needs no package: for Node, Deno, Bun and browsers. */
export function fetchProgram(target: Target, calls: ApiCall[]): string {
  const readsFile = calls.some(({ body }) => body && body.kind !== 'json');
  return [
    ...(readsFile ? ["import { readFile } from 'node:fs/promises';"] : []),
    `const api = ${scriptText(target.url)};\nconst headers = { 'X-API-Key': ${scriptText(target.apiKey)} };`,
    ...(needsLogin(calls) ? [login(target)] : []),
    ...calls.map(request),
  ].join('\n\n');
}
