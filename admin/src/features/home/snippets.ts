import { agentText } from '../api-reference/snippets/agent.ts';
import type { ApiCall, Target } from '../api-reference/snippets/call.ts';
import { languages } from '../api-reference/snippets/languages.ts';

/** A way to reach the backend from a language or tool. */
export interface Snippet {
  id: string;
  label: string;
  code: (target: Target) => string;
}

const FIRST_CALLS: ApiCall[] = [
  {
    operationId: 'listTables',
    title: 'List the tables',
    method: 'GET',
    path: '/tables',
    pathValues: {},
    query: { limit: '20' },
    headers: {},
    auth: 'user',
    answer: 'json',
  },
];

/** The snippets of the home page, in the order of its tabs. */
export const snippets: Snippet[] = [
  ...languages.map(({ id, label, program }) => ({
    id,
    label,
    code: (target: Target) => program(target, FIRST_CALLS),
  })),
  { id: 'agent', label: 'AI agent', code: (target) => agentText(target) },
];
