import { highlightSelectionMatches, search, searchKeymap } from '@codemirror/search';
import { keymap } from '@codemirror/view';

export const searchExtension = [highlightSelectionMatches(), search(), keymap.of(searchKeymap)];
