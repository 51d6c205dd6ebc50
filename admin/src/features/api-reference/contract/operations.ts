import type { Answer, ApiDocument, Content, Parameter } from './openapi.ts';

/** Who may call an operation, by what must be sent. */
export type Caller = 'anyone' | 'key' | 'key-or-user' | 'user';

interface RequestBody {
  required: boolean;
  mediaType: string;
  content: Content;
}

/** One thing that the API does. */
export interface Operation {
  id: string;
  group: string;
  method: string;
  path: string;
  title: string;
  description: string;
  caller: Caller;
  /** Who is allowed to, where it is not everybody who may call it: "Administrators only". */
  allowed: string | undefined;
  parameters: Parameter[];
  body: RequestBody | undefined;
  answers: { status: string; answer: Answer }[];
}

export interface OperationGroup {
  name: string;
  operations: Operation[];
}

const NOTE = /\b(?:ADMIN|self|owner|creator)\b/;
/** The features in the order in which a program meets them. */
const GROUPS = ['Rows', 'Tables', 'Users', 'Storage', 'Realtime', 'SQL', 'System'];
const FIRST = ['login', 'createUser'];
const METHODS = ['get', 'post', 'put', 'patch', 'delete', 'head', 'options'];

function callerOf(security: Record<string, string[]>[] | undefined): Caller {
  if (!security || security.length === 0) return 'anyone';
  const withUser = security.filter((choice) => 'bearer' in choice).length;
  if (withUser === 0) return 'key';
  return withUser === security.length ? 'user' : 'key-or-user';
}

/** `listTables` as a person says it: "List tables". */
function spoken(id: string): string {
  const words = id.replace(/([a-z0-9])([A-Z])/g, '$1 $2').toLowerCase();
  return (
    words.charAt(0).toUpperCase() +
    words
      .slice(1)
      .replace(/\bsql\b/g, 'SQL')
      .replace(/\btus\b/g, 'tus')
  );
}

/** A summary without the note at its end on who is allowed to, and that note in words. */
function readSummary(summary: string): Pick<Operation, 'title' | 'allowed'> {
  const start = summary.lastIndexOf(' (');
  const note = summary.endsWith(')') ? summary.slice(start + 2, -1) : '';
  if (start < 1 || !NOTE.test(note)) return { title: summary, allowed: undefined };
  const title = summary.slice(0, start);
  if (note === 'ADMIN') return { title, allowed: 'Administrators only' };
  const words = note
    .replaceAll('`', '')
    .replace(', ADMIN', ' or administrators')
    .replace('ADMIN', 'administrators')
    .replace('self', 'yourself');
  return { title, allowed: words.charAt(0).toUpperCase() + words.slice(1) };
}

function bodyOf(body: { required?: boolean; content?: Record<string, Content> } | undefined) {
  const [entry] = Object.entries(body?.content ?? {});
  if (!entry) return undefined;
  const [mediaType, content] = entry;
  return { required: body?.required === true, mediaType, content };
}

/** The place in an order; what is not in it comes after all. */
function rankOf(order: string[], name: string): number {
  const at = order.indexOf(name);
  return at === -1 ? order.length : at;
}

/** What programs need most comes first, then a path before those below it. */
function inOrder(a: Operation, b: Operation): number {
  return (
    rankOf(FIRST, a.id) - rankOf(FIRST, b.id) ||
    (a.path < b.path ? -1 : Number(a.path > b.path)) ||
    METHODS.indexOf(a.method.toLowerCase()) - METHODS.indexOf(b.method.toLowerCase())
  );
}

/** The operations of a document by feature, the tag or the first part of the path. */
export function readOperations(document: ApiDocument): OperationGroup[] {
  const groups = new Map<string, Operation[]>();
  for (const [path, item] of Object.entries(document.paths)) {
    for (const method of METHODS) {
      const found = item[method];
      if (!found) continue;
      const id = found.operationId ?? `${method} ${path}`;
      const group = found.tags?.[0] ?? (path.split('/')[1] || 'system');
      const operation: Operation = {
        id,
        group,
        method: method.toUpperCase(),
        path,
        ...readSummary(found.summary ?? spoken(id)),
        description: found.description ?? '',
        caller: callerOf(found.security),
        parameters: found.parameters ?? [],
        body: bodyOf(found.requestBody),
        answers: Object.entries(found.responses ?? {}).map(([status, answer]) => ({ status, answer })),
      };
      groups.set(group, [...(groups.get(group) ?? []), operation]);
    }
  }
  return [...groups]
    .map(([name, operations]) => ({ name, operations: operations.toSorted(inOrder) }))
    .toSorted((a, b) => rankOf(GROUPS, a.name) - rankOf(GROUPS, b.name));
}

/** The groups with the operations that have every word in their title, id, path, method, description or who is allowed to. */
export function findOperations(groups: OperationGroup[], typed: string): OperationGroup[] {
  const words = typed.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return groups;
  const matches = ({ title, id, path, method, description, allowed = '' }: Operation) => {
    const text = `${title} ${id} ${method} ${path} ${description} ${allowed}`.toLowerCase();
    return words.every((word) => text.includes(word));
  };
  return groups
    .map(({ name, operations }) => ({ name, operations: operations.filter(matches) }))
    .filter(({ operations }) => operations.length > 0);
}

/** The operation with an id, or with a method and path, as they stand in a URL. */
export function findOperation(groups: OperationGroup[], wanted: string): Operation | undefined {
  const all = groups.flatMap(({ operations }) => operations);
  return (
    all.find(({ id }) => id === wanted) ??
    all.find(({ method, path }) => `${method} ${path}` === wanted || path === wanted)
  );
}
