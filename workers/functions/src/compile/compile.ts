import { type Trigger, Triggers } from '@selfdb/shared/functions/triggers';
import type { Expression, Program } from 'acorn';
import { scheduleFault } from '../schedules/cron.ts';
import { codeError } from './code-error.ts';
import { literalValue, NotLiteralError } from './literal.ts';
import { exportedExpression, hasDefaultExport, importsOf, parseModule, positionAt } from './parse-module.ts';
import { stripTypes } from './strip-types.ts';

/** The sources of a function by path. The main file is `index.ts` or `index.js`. */
export type SourceFiles = Record<string, string>;

export interface CompiledCode {
  /** JavaScript by module name. The main module is `index.js`. */
  modules: Record<string, string>;
  triggers: Trigger[];
  description: string | undefined;
}

const TYPESCRIPT = /\.(m?)ts$/;
const MAX_DESCRIPTION_CHARACTERS = 4000;

/**
 * Compiles a function, and reads the triggers and the description that it exports, without running any of it. Throws a
 * ValidationError with file, line and column.
 */
export function compileFunction(files: SourceFiles): CompiledCode {
  const names = new Set(Object.keys(files).map(moduleName));
  const modules: [string, string][] = [];
  let main: { file: string; code: string; program: Program } | undefined;
  for (const [file, source] of Object.entries(files)) {
    const code = TYPESCRIPT.test(file) ? stripTypes(file, source) : source;
    const program = parseModule(file, code);
    modules.push([moduleName(file), linkImports(file, code, program, names)]);
    if (moduleName(file) === 'index.js') main = { file, code, program };
  }
  if (!main) throw codeError('index.js', 'There is no main file.', { line: 1, column: 1 });
  if (!hasDefaultExport(main.program)) {
    throw codeError(
      main.file,
      'The code has no default export. Add: export default { fetch(request, env, ctx) { … } }',
      {
        line: 1,
        column: 1,
      },
    );
  }
  return { modules: Object.fromEntries(modules), ...readExports(main) };
}

function moduleName(file: string): string {
  return file.replace(TYPESCRIPT, '.$1js');
}

/** Checks the imports, and names the compiled modules in them. The text keeps its length. */
function linkImports(file: string, code: string, program: Program, names: ReadonlySet<string>): string {
  let linked = code;
  for (const { specifier, start } of importsOf(program)) {
    if (specifier.startsWith('node:')) continue;
    const position = positionAt(code, start);
    if (!specifier.startsWith('./') && !specifier.startsWith('../')) {
      throw codeError(
        file,
        `Bundle the package "${specifier}" into the code: only files of the function can be imported.`,
        position,
      );
    }
    const target = new URL(moduleName(specifier), `http://function/${file}`).pathname.slice(1);
    if (!names.has(target)) {
      throw codeError(
        file,
        `There is no file "${specifier}". Imports need the full name with its ending.`,
        position,
      );
    }
    linked = `${linked.slice(0, start + 1)}${moduleName(specifier)}${linked.slice(start + 1 + specifier.length)}`;
  }
  return linked;
}

function readExports(main: {
  file: string;
  code: string;
  program: Program;
}): Pick<CompiledCode, 'triggers' | 'description'> {
  const triggers = read(main, 'triggers');
  const parsed = Triggers.safeParse(triggers?.value ?? []);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    const path = ['triggers', ...(issue?.path ?? [])].join('.');
    throw codeError(main.file, `${path}: ${issue?.message}`, positionAt(main.code, triggers?.start ?? 0));
  }
  for (const trigger of parsed.data) {
    const fault = trigger.type === 'schedule' && scheduleFault(trigger.cron, trigger.timezone ?? 'UTC');
    if (fault) throw codeError(main.file, `triggers: ${fault}.`, positionAt(main.code, triggers?.start ?? 0));
  }
  const description = read(main, 'description')?.value;
  return {
    triggers: parsed.data,
    description:
      typeof description === 'string' ? description.slice(0, MAX_DESCRIPTION_CHARACTERS) : undefined,
  };
}

function read(
  { file, code, program }: { file: string; code: string; program: Program },
  name: string,
): { value: unknown; start: number } | undefined {
  const expression: Expression | undefined = exportedExpression(program, name);
  if (!expression) return undefined;
  try {
    return { value: literalValue(expression), start: expression.start };
  } catch (error) {
    if (!(error instanceof NotLiteralError)) throw error;
    throw codeError(
      file,
      `"${name}" must be written out: the code is not run to find it.`,
      positionAt(code, error.node.start),
    );
  }
}
