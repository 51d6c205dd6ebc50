import type { Completion, CompletionContext, CompletionResult } from '@codemirror/autocomplete';
import { javascript, typescriptLanguage } from '@codemirror/lang-javascript';
import { syntaxTree } from '@codemirror/language';
import type { Extension } from '@codemirror/state';
import { hoverTooltip } from '@codemirror/view';
import { memberAt, membersAt, namesInCode, rootsOf } from './resolve.ts';
import type { Member } from './types.ts';

/** What completion knows beside the code. */
export interface CompletedNames {
  variables: () => string[];
  tables: () => string[];
}

const OF_A_PATH = /[\w$.()]/;
const IN_TEXT = /^(?:String|TemplateString|LineComment|BlockComment|RegExp)$/;
const TABLE_OF_METHOD = /\.tables\.(?:get|rows|row|insert|update|delete)\(\s*(['"])[^'"]*$/;

/** The names, dots and calls that a text ends with: `env.SELFDB.asCaller().ta`. */
function pathAtEnd(text: string): string {
  let start = text.length;
  while (OF_A_PATH.test(text.charAt(start - 1))) start -= 1;
  return text.slice(start).replace(/^[.()]+/, '');
}

function toCompletion({ name, type, about }: Member): Completion {
  const isMethod = type.includes('=>');
  return { label: name, type: isMethod ? 'method' : 'property', detail: type, info: about, boost: 2 };
}

/** What stands after a dot, and the names of what a function gets. */
function members(context: CompletionContext, known: CompletedNames): CompletionResult | null {
  const around = namesInCode(context.state.doc.toString(), known.variables());
  const { from, text } = context.state.doc.lineAt(context.pos);
  const path = pathAtEnd(text.slice(0, context.pos - from));
  const dot = path.lastIndexOf('.');
  const found = dot === -1 ? rootsOf(around) : membersAt(path.slice(0, dot), around);
  if (!found || (path === '' && !context.explicit)) return null;
  return {
    from: context.pos - (path.length - dot - 1),
    options: found.map(toCompletion),
    validFor: /^[\w$]*$/,
  };
}

/** The names of tables where a method of `tables` takes one. */
function tableNames(context: CompletionContext, known: CompletedNames): CompletionResult | null {
  const call = context.matchBefore(TABLE_OF_METHOD);
  if (!call) return null;
  const begun = call.text.slice(Math.max(call.text.lastIndexOf("'"), call.text.lastIndexOf('"')) + 1);
  return {
    from: context.pos - begun.length,
    options: known.tables().map((label) => ({ label, type: 'class', detail: 'table' })),
    validFor: /^[^'"]*$/,
  };
}

function complete(context: CompletionContext, known: CompletedNames): CompletionResult | null {
  const node = syntaxTree(context.state).resolveInner(context.pos, -1);
  return IN_TEXT.test(node.name) ? tableNames(context, known) : members(context, known);
}

/** Says the type of what the pointer is on. */
function hints(known: CompletedNames): Extension {
  return hoverTooltip((view, position) => {
    const { from, text } = view.state.doc.lineAt(position);
    const rest = /^[\w$]*/.exec(text.slice(position - from))?.[0] ?? '';
    const path = pathAtEnd(text.slice(0, position - from) + rest);
    const member = memberAt(path, namesInCode(view.state.doc.toString(), known.variables()));
    if (!member) return null;
    const end = position + rest.length;
    return {
      pos: end - member.name.length,
      end,
      create() {
        const dom = document.createElement('div');
        dom.className = 'cm-type-hint';
        const type = document.createElement('code');
        type.textContent = `${member.name}: ${member.type}`;
        const about = document.createElement('div');
        about.textContent = member.about;
        dom.append(type, about);
        return { dom };
      },
    };
  });
}

/** TypeScript with completion of what a function gets. */
export function functionLanguage(known: CompletedNames): Extension {
  const autocomplete = (context: CompletionContext) => complete(context, known);
  return [javascript({ typescript: true }), typescriptLanguage.data.of({ autocomplete }), hints(known)];
}
