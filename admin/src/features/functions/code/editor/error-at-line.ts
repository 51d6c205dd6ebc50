import { StateEffect, StateField, type Text } from '@codemirror/state';
import { Decoration, type DecorationSet, EditorView, WidgetType } from '@codemirror/view';
import type { CodeError } from '../code-error.ts';

/** Marks the place of an error and says it below the line, or removes both. */
export const setCodeError = StateEffect.define<CodeError | undefined>();

class Message extends WidgetType {
  readonly text: string;

  constructor(text: string) {
    super();
    this.text = text;
  }

  override eq(other: Message): boolean {
    return other.text === this.text;
  }

  toDOM(): HTMLElement {
    const element = document.createElement('div');
    element.className = 'cm-code-error-message';
    element.textContent = this.text;
    return element;
  }
}

/** The offset of a line and column, within the text. */
export function positionOfError(text: Text, { line, column }: Pick<CodeError, 'line' | 'column'>): number {
  const found = text.line(Math.min(line, text.lines));
  return Math.min(found.from + column - 1, found.to);
}

function decorate(text: Text, error: CodeError): DecorationSet {
  const at = positionOfError(text, error);
  const line = text.lineAt(at);
  const word = /^[\w$]+|^./.exec(text.sliceString(at, line.to))?.[0] ?? '';
  const mark = Decoration.mark({ class: 'cm-sql-error', attributes: { title: error.message } });
  const below = Decoration.widget({
    widget: new Message(`${error.line}:${error.column} ${error.message}`),
    block: true,
    side: 1,
  });
  return Decoration.set([...(word === '' ? [] : [mark.range(at, at + word.length)]), below.range(line.to)]);
}

/** Shows the last error until the text changes. */
export const errorAtLine = [
  StateField.define<DecorationSet>({
    create: () => Decoration.none,
    update(marks, transaction) {
      let next = transaction.docChanged ? Decoration.none : marks;
      for (const effect of transaction.effects) {
        if (effect.is(setCodeError))
          next = effect.value ? decorate(transaction.newDoc, effect.value) : Decoration.none;
      }
      return next;
    },
    provide: (field) => EditorView.decorations.from(field),
  }),
  EditorView.theme({
    '.cm-code-error-message': {
      padding: '2px 12px',
      borderLeft: '3px solid var(--danger)',
      backgroundColor: 'var(--danger-soft)',
      color: 'var(--danger)',
      whiteSpace: 'pre-wrap',
    },
  }),
];
