import { StateEffect, StateField } from '@codemirror/state';
import { Decoration, type DecorationSet, EditorView } from '@codemirror/view';

/** The place in the text that an error points at. */
export interface ErrorMark {
  from: number;
  to: number;
  message: string;
}

/** Marks the place of an error, or removes the mark. */
export const setErrorMark = StateEffect.define<ErrorMark | undefined>();

/** Underlines the place of the last error until the text changes. */
export const errorMarks = StateField.define<DecorationSet>({
  create: () => Decoration.none,
  update(marks, transaction) {
    let next = transaction.docChanged ? Decoration.none : marks;
    for (const effect of transaction.effects) {
      if (!effect.is(setErrorMark)) continue;
      const mark = effect.value;
      const to = Math.min(mark?.to ?? 0, transaction.newDoc.length);
      const visible = mark !== undefined && mark.from < to;
      next = visible
        ? Decoration.set(
            Decoration.mark({ class: 'cm-sql-error', attributes: { title: mark.message } }).range(
              mark.from,
              to,
            ),
          )
        : Decoration.none;
    }
    return next;
  },
  provide: (field) => EditorView.decorations.from(field),
});
