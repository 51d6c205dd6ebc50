import type { ApiCall, Target } from './call.ts';
import { curlProgram } from './curl.ts';
import { fetchProgram } from './fetch.ts';
import { pythonProgram } from './python.ts';
import { sdkProgram } from './sdk/sdk-program.ts';

/** A language or tool that snippets are written in. */
export interface Language {
  id: string;
  label: string;
  /** A whole program that makes the calls: it runs in a new file once the password is filled in. */
  program: (target: Target, calls: ApiCall[]) => string;
}

export const languages: Language[] = [
  { id: 'typescript', label: 'TypeScript', program: sdkProgram },
  { id: 'fetch', label: 'fetch', program: fetchProgram },
  { id: 'python', label: 'Python', program: pythonProgram },
  { id: 'curl', label: 'curl', program: curlProgram },
];
