import { ChoiceField } from '../../../ui/controls/choice-field.tsx';
import { accessLevels } from '../access.ts';
import type { AccessLevel } from '../table-types.ts';

interface AccessFieldProps {
  value: AccessLevel;
  onChange: (access: AccessLevel) => void;
  disabled?: boolean;
}

/** A choice of who may use a table, each with a sentence of what it means. */
export function AccessField(props: AccessFieldProps) {
  return <ChoiceField label="Access" options={accessLevels} {...props} />;
}
