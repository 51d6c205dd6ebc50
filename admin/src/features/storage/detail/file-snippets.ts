import type { StorageFile } from '../queries.ts';

/** A way to download a file from a program. */
export interface FileSnippet {
  id: string;
  label: string;
  code: (use: FileUse) => string;
}

interface FileUse {
  url: string;
  apiKey: string;
  file: StorageFile;
  isPublic: boolean;
}

/** The address of a file for programs: of one in a public bucket, it works in any browser. */
export function fileUrl(apiUrl: string, file: Pick<StorageFile, 'bucket_name' | 'path'>): string {
  const parts = [file.bucket_name, ...file.path.split('/')].map(encodeURIComponent);
  return `${apiUrl}/storage/files/download/${parts.join('/')}`;
}

/** A text in single quotes for a shell. */
function shellQuoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}

function scriptQuoted(text: string): string {
  return `'${JSON.stringify(text).slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'")}'`;
}

function curl({ url, apiKey, file, isPublic }: FileUse): string {
  const get = `curl -o ${shellQuoted(file.name)} ${shellQuoted(fileUrl(url, file))}`;
  if (isPublic) return get;
  return `${get} \\\n  -H "X-API-Key: ${apiKey}" -H "Authorization: Bearer $ACCESS_TOKEN"`;
}

function javascript({ url, apiKey, file, isPublic }: FileUse): string {
  const login = isPublic
    ? ''
    : "await selfdb.auth.login({ email: 'ada@example.com', password: 'a long password' });\n";
  return `import { SelfDB } from '@selfdb/sdk';

const selfdb = new SelfDB({ baseUrl: ${scriptQuoted(url)}, apiKey: ${scriptQuoted(apiKey)} });
${login}
const blob = await selfdb.storage.files.downloadBlob({
  bucketName: ${scriptQuoted(file.bucket_name)},
  path: ${scriptQuoted(file.path)},
});`;
}

export const fileSnippets: FileSnippet[] = [
  { id: 'typescript', label: 'JavaScript', code: javascript },
  { id: 'curl', label: 'curl', code: curl },
];
