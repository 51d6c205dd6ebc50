import {
  acceptCompletion,
  autocompletion,
  closeBrackets,
  closeBracketsKeymap,
  completionKeymap,
} from '@codemirror/autocomplete';
import { defaultKeymap, history, historyKeymap, indentWithTab } from '@codemirror/commands';
import { bracketMatching, indentOnInput } from '@codemirror/language';
import { EditorState, type Extension, Prec } from '@codemirror/state';
import {
  crosshairCursor,
  drawSelection,
  EditorView,
  highlightActiveLine,
  highlightActiveLineGutter,
  type KeyBinding,
  keymap,
  lineNumbers,
  placeholder,
  rectangularSelection,
} from '@codemirror/view';
import { errorMarks } from './error-mark.ts';
import { searchWhenUsed } from './search-when-used.ts';
import { editorTheme } from './theme.ts';

/** All of an editor but its language. `keys` win over the editor's own; `name` is what screen readers call it. */
export function editorExtensions(
  keys: KeyBinding[],
  onChange: (text: string) => void,
  words: { name: string; placeholder: string },
): Extension {
  return [
    Prec.highest(keymap.of(keys)),
    lineNumbers(),
    highlightActiveLine(),
    highlightActiveLineGutter(),
    history(),
    drawSelection(),
    EditorState.allowMultipleSelections.of(true),
    rectangularSelection(),
    crosshairCursor(),
    indentOnInput(),
    bracketMatching(),
    closeBrackets(),
    autocompletion({ icons: false, activateOnTypingDelay: 50 }),
    searchWhenUsed(),
    errorMarks,
    placeholder(words.placeholder),
    EditorView.contentAttributes.of({
      tabindex: '0',
      'aria-label': `${words.name}. Press Escape, then Tab, to leave the editor.`,
    }),
    keymap.of([
      { key: 'Tab', run: acceptCompletion },
      ...closeBracketsKeymap,
      ...completionKeymap,
      ...historyKeymap,
      ...defaultKeymap,
      indentWithTab,
    ]),
    editorTheme,
    EditorView.updateListener.of((update) => {
      if (update.docChanged) onChange(update.state.doc.toString());
    }),
  ];
}
