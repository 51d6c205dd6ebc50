import { EditorState } from '@codemirror/state';
import { EditorView } from '@codemirror/view';
import { createEffect, on, onCleanup, onMount } from 'solid-js';
import { editorExtensions } from '../../../sql/editor/extensions.ts';
import type { CodeError } from '../code-error.ts';
import { type CompletedNames, functionLanguage } from '../language/completion.ts';
import { errorAtLine, positionOfError, setCodeError } from './error-at-line.ts';

interface CodeEditorProps {
  /** Each file has its own undo history and place. */
  file: string;
  text: string;
  onText: (text: string) => void;
  /** Ctrl+S. */
  onSave: () => void;
  /** The error of the last save, if it is in this file. */
  error: CodeError | undefined;
  known: CompletedNames;
}

/** The editor of a function. Like that of SQL, it lives in a shadow tree because of the policy against inline styles. */
export default function CodeEditor(props: CodeEditorProps) {
  let host!: HTMLDivElement;
  onMount(() => {
    const root = host.attachShadow({ mode: 'open' });
    const states = new Map<string, EditorState>();
    const save = () => {
      props.onSave();
      return true;
    };
    const newState = () =>
      EditorState.create({
        doc: props.text,
        extensions: [
          functionLanguage(props.known),
          errorAtLine,
          editorExtensions(
            [{ key: 'Mod-s', run: save, preventDefault: true }],
            (text) => props.onText(text),
            {
              name: 'Code',
              placeholder: 'export default { fetch(request, env, ctx) { … } }',
            },
          ),
          EditorState.tabSize.of(2),
        ],
      });
    const view = new EditorView({ state: newState(), parent: root, root });
    onCleanup(() => view.destroy());
    createEffect(
      on(
        () => props.file,
        (file, previous) => {
          if (previous === undefined || previous === file) return file;
          states.set(previous, view.state);
          view.setState(states.get(file) ?? newState());
          return file;
        },
      ),
    );
    createEffect(() => {
      const { text } = props;
      if (text === view.state.doc.toString()) return;
      view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: text } });
    });
    createEffect(() => {
      const { error } = props;
      view.dispatch({
        effects: setCodeError.of(error),
        ...(error && { selection: { anchor: positionOfError(view.state.doc, error) }, scrollIntoView: true }),
      });
      if (error) view.focus();
    });
  });
  return <div ref={host} class="h-full min-h-0 overflow-hidden" />;
}
