import { Compartment, type Extension } from '@codemirror/state';
import { EditorView, keymap } from '@codemirror/view';

/** Search and replace, loaded when it is asked for or when a part of the text is selected. */
export function searchWhenUsed(): Extension {
  const place = new Compartment();
  async function load(view: EditorView) {
    const { searchExtension } = await import('./search.ts');
    if (isEmpty(place.get(view.state))) view.dispatch({ effects: place.reconfigure(searchExtension) });
  }
  async function open(view: EditorView) {
    const { openSearchPanel } = await import('@codemirror/search');
    await load(view);
    openSearchPanel(view);
  }
  const openNow = (view: EditorView) => {
    void open(view);
    return true;
  };
  return [
    place.of([]),
    keymap.of([{ key: 'Mod-f', run: openNow }]),
    EditorView.updateListener.of(({ view, selectionSet, state }) => {
      if (selectionSet && !state.selection.main.empty && isEmpty(place.get(state))) void load(view);
    }),
  ];
}

const isEmpty = (extension: Extension | undefined) => Array.isArray(extension) && extension.length === 0;
