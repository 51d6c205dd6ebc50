import {
  type Expression,
  getLineInfo,
  type Node,
  type Program,
  parse,
  type VariableDeclaration,
  type VariableDeclarator,
} from 'acorn';
import { type CodePosition, codeError } from './code-error.ts';

/** Parses JavaScript. Throws a ValidationError with the position of the fault. */
export function parseModule(file: string, source: string): Program {
  try {
    return parse(source, { ecmaVersion: 'latest', sourceType: 'module' });
  } catch (error) {
    if (!(error instanceof SyntaxError) || !('pos' in error)) throw error;
    const message = error.message.replace(/ \(\d+:\d+\)$/, '');
    throw codeError(file, message, positionAt(source, Number(error.pos)));
  }
}

export function positionAt(source: string, offset: number): CodePosition {
  const { line, column } = getLineInfo(source, offset);
  return { line, column: column + 1 };
}

export function hasDefaultExport(program: Program): boolean {
  return program.body.some(
    (node) =>
      node.type === 'ExportDefaultDeclaration' ||
      (node.type === 'ExportNamedDeclaration' &&
        node.specifiers.some(({ exported }) => nameOf(exported) === 'default')),
  );
}

/** The expression of `export const <name> = …`, or of a variable that `export { … as <name> }` names, as bundlers write it. */
export function exportedExpression(program: Program, name: string): Expression | undefined {
  const exports = program.body.filter((node) => node.type === 'ExportNamedDeclaration');
  const exported = exports.flatMap(({ declaration }) => variablesOf(declaration));
  const direct = initialValue(exported, name);
  if (direct) return direct;
  const specifiers = exports.flatMap((node) => (node.source ? [] : node.specifiers));
  const specifier = specifiers.find((one) => nameOf(one.exported) === name);
  return specifier && initialValue(program.body.flatMap(variablesOf), nameOf(specifier.local));
}

function variablesOf(node: Node | null | undefined): VariableDeclarator[] {
  return node?.type === 'VariableDeclaration' ? (node as VariableDeclaration).declarations : [];
}

function initialValue(variables: VariableDeclarator[], name: string): Expression | undefined {
  return variables.find(({ id }) => id.type === 'Identifier' && id.name === name)?.init ?? undefined;
}

/** What a module imports and exports from, with the offset of each specifier. */
export function importsOf(program: Program): { specifier: string; start: number }[] {
  return program.body.flatMap((node) => {
    if (!('source' in node) || !node.source) return [];
    return [{ specifier: String(node.source.value), start: node.source.start }];
  });
}

function nameOf(node: { type: string; name?: string; value?: unknown }): string {
  return node.type === 'Identifier' ? String(node.name) : String(node.value);
}
