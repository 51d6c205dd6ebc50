import type { SelfDBFunction } from '@selfdb/sdk';
import { Badge, type Tone } from '../../../ui/display/badge.tsx';

interface DescribedState {
  label: string;
  tone: Tone;
  hint: string;
}

/** Whether a function answers, in a word and a sentence. */
export function describeState(fn: SelfDBFunction): DescribedState {
  const error = fn.deployment_error ?? '';
  if (!fn.is_active)
    return {
      label: 'inactive',
      tone: error ? 'danger' : 'neutral',
      hint: error || 'Calls are answered 409.',
    };
  if (fn.deployed_version === null || fn.deployment_status === 'undeployed')
    return { label: 'not deployed', tone: 'warning', hint: error || 'No version serves yet.' };
  const serving = `Version ${fn.deployed_version} serves.`;
  if (fn.deployment_status === 'failed')
    return { label: 'deployment failed', tone: 'danger', hint: `${serving} ${error}` };
  if (fn.deployment_status === 'pending')
    return {
      label: 'not deployed yet',
      tone: 'warning',
      hint: `${serving} Version ${fn.version} is only saved.`,
    };
  // The API says here, too, why a database trigger gets no changes.
  if (error) return { label: 'trigger stopped', tone: 'warning', hint: `${serving} ${error}` };
  return { label: 'active', tone: 'success', hint: serving };
}

/** Whether a function answers, in a word. */
export function FunctionState(props: { fn: SelfDBFunction }) {
  const state = () => describeState(props.fn);
  return (
    <Badge tone={state().tone} title={state().hint}>
      {state().label}
    </Badge>
  );
}
