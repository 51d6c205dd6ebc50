import Asterisk from 'lucide-solid/icons/asterisk';
import Fingerprint from 'lucide-solid/icons/fingerprint-pattern';
import KeyRound from 'lucide-solid/icons/key-round';
import Link from 'lucide-solid/icons/link-2';
import X from 'lucide-solid/icons/x';
import { IconButton } from '../../../ui/controls/icon-button.tsx';
import type { DraftColumn } from './draft.ts';

interface ColumnButtonsProps {
  column: DraftColumn;
  number: number;
  onChange: (change: Partial<DraftColumn>) => void;
  onRemove: () => void;
}

const NEW_REFERENCE = { table: '', column: 'id', onDelete: 'no action' } as const;

/** The yes-or-no properties of a column of a new table. */
export function ColumnButtons(props: ColumnButtonsProps) {
  const of = () => `: column ${props.column.name || props.number}`;
  return (
    <div class="flex h-8 items-center">
      <IconButton
        size="sm"
        label={`Primary key${of()}`}
        icon={<KeyRound />}
        pressed={props.column.primary}
        onClick={() => props.onChange({ primary: !props.column.primary })}
      />
      <IconButton
        size="sm"
        label={`Required (not null)${of()}`}
        icon={<Asterisk />}
        pressed={props.column.required || props.column.primary}
        disabled={props.column.primary}
        onClick={() => props.onChange({ required: !props.column.required })}
      />
      <IconButton
        size="sm"
        label={`Unique${of()}`}
        icon={<Fingerprint />}
        pressed={props.column.unique}
        onClick={() => props.onChange({ unique: !props.column.unique })}
      />
      <IconButton
        size="sm"
        label={`Refers to another table${of()}`}
        icon={<Link />}
        pressed={props.column.reference !== undefined}
        onClick={() =>
          props.onChange({ reference: props.column.reference ? undefined : { ...NEW_REFERENCE } })
        }
      />
      <IconButton size="sm" label={`Remove${of()}`} icon={<X />} onClick={() => props.onRemove()} />
    </div>
  );
}
