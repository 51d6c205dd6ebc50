import { javascript } from '@codemirror/lang-javascript';
import { unifiedMergeView } from '@codemirror/merge';
import { EditorState } from '@codemirror/state';
import { EditorView, lineNumbers } from '@codemirror/view';
import { createEffect, onCleanup, onMount } from 'solid-js';
import { editorTheme } from '../../sql/editor/theme.ts';

const look = EditorView.theme({
  '&': { height: 'auto' },
  // The colours of the extension itself leave too little contrast.
  '&.cm-editor .cm-deletedChunk': { backgroundColor: 'var(--danger-soft)' },
  '&.cm-editor .cm-insertedLine, &.cm-editor .cm-changedLine': { backgroundColor: 'var(--success-soft)' },
  '&.cm-editor .cm-changedText, &.cm-editor .cm-deletedChunk .cm-deletedText': {
    background: 'none',
    textDecoration: 'underline',
  },
  '.cm-changeGutter': { width: '3px', paddingLeft: '1px' },
  '.cm-changedLineGutter': { background: 'var(--success)' },
  '.cm-deletedLineGutter': { background: 'var(--danger)' },
  '.cm-collapsedLines': {
    color: 'var(--muted)',
    background: 'var(--hover)',
    padding: '2px 12px',
    cursor: 'pointer',
  },
});

/** What has changed from one text to another, in one column. Like the editor, it lives in a shadow tree. */
export default function VersionDiff(props: { before: string; after: string; label: string }) {
  let host!: HTMLDivElement;
  onMount(() => {
    const root = host.attachShadow({ mode: 'open' });
    const state = () =>
      EditorState.create({
        doc: props.after,
        extensions: [
          javascript({ typescript: true }),
          lineNumbers(),
          EditorView.lineWrapping,
          EditorView.editable.of(false),
          EditorState.readOnly.of(true),
          EditorView.contentAttributes.of({ tabindex: '0', 'aria-label': props.label }),
          unifiedMergeView({
            original: props.before,
            mergeControls: false,
            collapseUnchanged: { margin: 3, minSize: 6 },
          }),
          editorTheme,
          look,
        ],
      });
    const view = new EditorView({ state: state(), parent: root, root });
    onCleanup(() => view.destroy());
    createEffect(() => view.setState(state()));
  });
  return <div ref={host} />;
}
