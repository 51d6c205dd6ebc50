import SquareFunction from 'lucide-solid/icons/square-function';
import { NamedCommands } from '../../app/commands/named-commands.tsx';
import { useSdk } from '../../app/session/session.tsx';
import { functionPath } from './paths.ts';

/** Few, because each comes with its code. */
const FOUND = 5;

/** Offers functions in the command palette. */
export function FunctionCommands() {
  const sdk = useSdk();
  return (
    <NamedCommands
      group="Function"
      icon={() => <SquareFunction />}
      find={(search, signal) => sdk.functions.list({ search, limit: FOUND }, { signal })}
      pathOf={functionPath}
    />
  );
}
