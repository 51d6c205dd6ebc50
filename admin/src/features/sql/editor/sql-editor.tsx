import { Compartment, EditorState } from '@codemirror/state';
import { EditorView } from '@codemirror/view';
import { createEffect, on, onCleanup, onMount } from 'solid-js';
import { type CompletionTable, type FindTables, sqlLanguage } from './completion.ts';
import { type ErrorMark, setErrorMark } from './error-mark.ts';
import { editorExtensions } from './extensions.ts';

/** What the page around can ask of the editor. */
export interface EditorHandle {
  selection: () => { from: number; to: number };
  /** Replaces a part of the text; undo takes it back. */
  replace: (range: { from: number; to: number }, text: string) => void;
  /** Moves the cursor to a place and the focus to the editor. */
  goTo: (position: number) => void;
  focus: () => void;
}

interface SqlEditorProps {
  /** Each tab has its own undo history, selection and place. */
  tabId: string;
  text: string;
  onText: (text: string) => void;
  onRun: (all: boolean) => void;
  tables: CompletionTable[];
  /** Finds further tables, if these are not all. */
  findTables: FindTables | undefined;
  error: ErrorMark | undefined;
  onReady: (handle: EditorHandle) => void;
}

/** The editor of SQL. It lives in a shadow tree, since only there does it get along with the policy against inline styles. */
export default function SqlEditor(props: SqlEditorProps) {
  let host!: HTMLDivElement;

  onMount(() => {
    const root = host.attachShadow({ mode: 'open' });
    const language = new Compartment();
    const states = new Map<string, EditorState>();
    const run = (all: boolean) => () => {
      props.onRun(all);
      return true;
    };
    const keys = [
      { key: 'Mod-Enter', run: run(false) },
      { key: 'Shift-Mod-Enter', run: run(true) },
    ];
    const newState = () =>
      EditorState.create({
        doc: props.text,
        extensions: [
          language.of(sqlLanguage(props.tables, props.findTables)),
          editorExtensions(keys, (text) => props.onText(text), { name: 'SQL', placeholder: 'select …' }),
        ],
      });
    const view = new EditorView({ state: newState(), parent: root, root });
    onCleanup(() => view.destroy());

    createEffect(
      on(
        () => props.tabId,
        (id, previous) => {
          if (previous === undefined || previous === id) return id;
          states.set(previous, view.state);
          view.setState(states.get(id) ?? newState());
          view.dispatch({ effects: language.reconfigure(sqlLanguage(props.tables, props.findTables)) });
          return id;
        },
      ),
    );
    createEffect(() => {
      const text = props.text;
      if (text === view.state.doc.toString()) return;
      view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: text } });
    });
    createEffect(() =>
      view.dispatch({ effects: language.reconfigure(sqlLanguage(props.tables, props.findTables)) }),
    );
    createEffect(() => {
      const error = props.error;
      view.dispatch({
        effects: setErrorMark.of(error),
        ...(error && error.from <= view.state.doc.length
          ? { selection: { anchor: error.from }, scrollIntoView: true }
          : {}),
      });
    });
    props.onReady({
      selection: () => view.state.selection.main,
      replace: ({ from, to }, insert) =>
        view.dispatch({ changes: { from, to, insert }, scrollIntoView: true }),
      goTo(position) {
        view.dispatch({
          selection: { anchor: Math.min(position, view.state.doc.length) },
          scrollIntoView: true,
        });
        view.focus();
      },
      focus: () => view.focus(),
    });
  });

  return <div ref={host} class="h-full min-h-0 overflow-hidden" />;
}
