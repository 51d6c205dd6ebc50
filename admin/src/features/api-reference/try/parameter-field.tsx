import { Match, Switch } from 'solid-js';
import { Select } from '../../../ui/controls/select.tsx';
import { TextField } from '../../../ui/controls/text-field.tsx';
import { checkValue } from '../contract/check-value.ts';
import { type ApiDocument, type Parameter, resolveSchema } from '../contract/openapi.ts';
import { schemaRow } from '../contract/schema-rows.ts';

/** A select takes no empty text for a value. */
const NOT_SENT = 'not sent';

/** A field for a parameter: a choice for an enum or a boolean, else a text, checked against its schema. */
export function ParameterField(props: {
  document: ApiDocument;
  parameter: Parameter;
  value: string;
  onInput: (value: string) => void;
}) {
  const schema = () => resolveSchema(props.document, props.parameter.schema ?? {});
  const row = () => schemaRow(props.document, schema());
  const choices = () => (schema().type === 'boolean' ? ['true', 'false'] : row().values);
  const label = () => `${props.parameter.name}${props.parameter.required ? ' (required)' : ''}`;
  const description = () => props.parameter.description ?? schema().description;
  const limits = () => [
    row().type,
    ...row().limits.filter((limit) => !limit.startsWith('matches')),
    ...(row().default === undefined ? [] : [`default ${row().default}`]),
  ];
  const hint = () => description() ?? limits().join(', ');
  return (
    <Switch
      fallback={
        <TextField
          label={label()}
          mono
          autocomplete="off"
          value={props.value}
          onInput={props.onInput}
          hint={hint()}
          error={checkValue(schema(), props.value, props.parameter.required === true)}
        />
      }
    >
      <Match when={choices().length > 0}>
        <Select
          label={label()}
          options={[
            ...(props.parameter.required ? [] : [{ value: NOT_SENT, label: 'Not sent' }]),
            ...choices().map((value) => ({ value, label: value })),
          ]}
          value={props.value || (props.parameter.required ? '' : NOT_SENT)}
          onChange={(value) => props.onInput(value === NOT_SENT ? '' : value)}
        />
      </Match>
    </Switch>
  );
}
