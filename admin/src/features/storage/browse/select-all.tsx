import { Checkbox } from '../../../ui/controls/checkbox.tsx';
import { useBucketBrowser } from './browser.tsx';

/** Selects all entries of the folder or of the search, or none. */
export function SelectAll(props: { label: string; hideLabel?: boolean }) {
  const { selection, listing } = useBucketBrowser();
  const selected = () => selection.selected().size;
  const isAll = () => selected() > 0 && selected() >= (listing.count() ?? 0);
  return (
    <Checkbox
      label={props.label}
      hideLabel={props.hideLabel ?? false}
      checked={isAll()}
      indeterminate={selected() > 0 && !isAll()}
      onChange={() => (isAll() ? selection.clear() : void selection.selectAll())}
    />
  );
}
