import { Code } from '../../../ui/display/code.tsx';
import { SidePanel } from '../../../ui/overlays/side-panel.tsx';
import { useFunction } from '../page/function-context.tsx';
import { declarationsFor } from './language/types.ts';

/** The types of what the function gets, to read or to copy into an editor of one's own. */
export function TypesPanel(props: { open: boolean; onClose: () => void }) {
  const { fn } = useFunction();
  return (
    <SidePanel
      open={props.open}
      onClose={props.onClose}
      wide
      title="Types of env and ctx"
      description="fetch(request: Request, env: Env, ctx: Context). Types are removed when the code is saved, and not checked."
    >
      <Code label="Types" tall code={declarationsFor(Object.keys(fn().env_vars))} />
    </SidePanel>
  );
}
