import { type ApiCall, needsLogin, PASSWORD_PLACEHOLDER, pathOf, type Target } from './call.ts';
import { pythonLiteral, pythonText } from './literals.ts';

function login({ email }: Target): string {
  return `# Sign in
login = requests.post(f"{api}/users/token", headers=headers,
    json={"email": ${pythonText(email)}, "password": ${pythonText(PASSWORD_PLACEHOLDER)}})
login.raise_for_status()
headers["Authorization"] = f"Bearer {login.json()['access_token']}"`;
}

function bodyOf({ body }: ApiCall): string[] {
  if (!body) return [];
  if (body.kind === 'json') return [`json=${pythonLiteral(body.value, '    ')}`];
  return [`data=open(${pythonText(body.name)}, "rb")`];
}

const READ: Record<ApiCall['answer'], string> = {
  json: 'print(answer.json())',
  text: 'print(answer.text)',
  bytes: 'print(len(answer.content), "bytes")',
  none: 'print(answer.status_code)',
};

function request(call: ApiCall): string {
  const type = call.body?.kind === 'file' ? { 'Content-Type': call.body.type } : {};
  const extra = { ...call.headers, ...type };
  const own = pythonLiteral(extra, '    ').slice(1, -1);
  const shared = call.auth === 'none' ? '' : '**headers';
  const headers = own === '' && shared !== '' ? 'headers' : `{${[shared, own].filter(Boolean).join(', ')}}`;
  const query = Object.keys(call.query).length > 0 ? [`params=${pythonLiteral(call.query, '    ')}`] : [];
  const url = pythonText(pathOf({ ...call, query: {} }));
  const parts = [
    `requests.request("${call.method}", api + ${url}`,
    `headers=${headers}`,
    ...query,
    ...bodyOf(call),
  ];
  return `# ${call.title}
answer = ${parts.join(',\n    ')})
answer.raise_for_status()
${READ[call.answer]}`;
}

/** A program that needs the package `requests`. */
export function pythonProgram(target: Target, calls: ApiCall[]): string {
  return [
    '# pip install requests\nimport requests',
    `api = ${pythonText(target.url)}\nheaders = {"X-API-Key": ${pythonText(target.apiKey)}}`,
    ...(needsLogin(calls) ? [login(target)] : []),
    ...calls.map(request),
  ].join('\n\n');
}
