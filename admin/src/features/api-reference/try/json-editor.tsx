import { closeBrackets, closeBracketsKeymap } from '@codemirror/autocomplete';
import { defaultKeymap, history, historyKeymap, indentWithTab } from '@codemirror/commands';
import { json } from '@codemirror/lang-json';
import { bracketMatching, indentOnInput } from '@codemirror/language';
import { EditorState, Prec } from '@codemirror/state';
import { drawSelection, EditorView, keymap, lineNumbers } from '@codemirror/view';
import { createEffect, onCleanup, onMount } from 'solid-js';
import { editorTheme } from '../../sql/editor/theme.ts';

interface JsonEditorProps {
  text: string;
  onText: (text: string) => void;
  /** Ctrl+Enter. */
  onRun: () => void;
}

/** An editor of JSON. Like that of SQL, it lives in a shadow tree because of the policy against inline styles. */
export default function JsonEditor(props: JsonEditorProps) {
  let host!: HTMLDivElement;
  onMount(() => {
    const root = host.attachShadow({ mode: 'open' });
    const run = () => {
      props.onRun();
      return true;
    };
    const extensions = [
      Prec.highest(keymap.of([{ key: 'Mod-Enter', run }])),
      json(),
      lineNumbers(),
      history(),
      drawSelection(),
      indentOnInput(),
      bracketMatching(),
      closeBrackets(),
      EditorView.lineWrapping,
      EditorView.contentAttributes.of({
        tabindex: '0',
        'aria-label': 'Body, as JSON. Press Escape, then Tab, to leave the editor.',
      }),
      keymap.of([...closeBracketsKeymap, ...historyKeymap, ...defaultKeymap, indentWithTab]),
      editorTheme,
      EditorView.updateListener.of((update) => {
        if (update.docChanged) props.onText(update.state.doc.toString());
      }),
    ];
    const state = EditorState.create({ doc: props.text, extensions });
    const view = new EditorView({ state, parent: root, root });
    onCleanup(() => view.destroy());
    createEffect(() => {
      const { text } = props;
      if (text === view.state.doc.toString()) return;
      view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: text } });
    });
  });
  return (
    <div
      ref={host}
      class="max-h-96 min-h-24 overflow-auto rounded-md border border-line-strong bg-surface focus-within:border-link"
    />
  );
}
