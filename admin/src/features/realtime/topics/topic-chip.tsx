import { useNavigate } from '@solidjs/router';
import Copy from 'lucide-solid/icons/copy';
import Ellipsis from 'lucide-solid/icons/ellipsis';
import ListFilter from 'lucide-solid/icons/list-filter';
import RefreshCw from 'lucide-solid/icons/refresh-cw';
import Rewind from 'lucide-solid/icons/rewind';
import Table from 'lucide-solid/icons/table-2';
import X from 'lucide-solid/icons/x';
import { Show } from 'solid-js';
import { copyToClipboard } from '../../../ui/browser/clipboard.ts';
import { IconButton } from '../../../ui/controls/icon-button.tsx';
import { Badge } from '../../../ui/display/badge.tsx';
import { formatAgo } from '../../../ui/format/times.ts';
import { Menu, type MenuItem } from '../../../ui/overlays/menu.tsx';
import { showToast } from '../../../ui/overlays/toast.tsx';
import { tablePath } from '../../tables/paths.ts';
import { type JoinOptions, tableOf } from '../page-state.ts';
import type { LeftTopic } from './left-topics.ts';
import type { Subscription, TopicState } from './subscription.ts';

const STATES: Record<TopicState, { label: string; dot: string }> = {
  joining: { label: 'joining', dot: 'bg-warning animate-pulse' },
  joined: { label: 'joined', dot: 'bg-success' },
  refused: { label: 'refused', dot: 'bg-danger' },
  closed: { label: 'closed', dot: 'bg-danger' },
};

interface TopicChipProps {
  subscription: Subscription;
  /** Where this topic was when the page was left the last time. */
  left: LeftTopic | undefined;
  onOptions: () => void;
  onChange: (options: JoinOptions) => void;
  onLeave: () => void;
}

/** A joined topic: its state, and what can be done with it. */
export function TopicChip(props: TopicChipProps) {
  const navigate = useNavigate();
  const shown = () => {
    const state = props.subscription.state();
    return STATES[state === 'joined' && !props.subscription.isLive() ? 'joining' : state];
  };
  const table = () => tableOf(props.subscription.topic);
  const options = () => props.subscription.options;
  const items = (): MenuItem[] => {
    const { topic, retry } = props.subscription;
    const name = table();
    const again: MenuItem = { label: 'Join again', icon: <RefreshCw />, onSelect: retry };
    const copyTopic: MenuItem = { label: 'Copy topic', icon: <Copy />, onSelect: () => void copy(topic) };
    if (name === undefined) return [again, copyTopic];
    const { left } = props;
    return [
      { label: 'Filter and replay…', icon: <ListFilter />, onSelect: props.onOptions },
      ...(left
        ? [
            {
              label: `Replay since you left (${formatAgo(new Date(left.at).toISOString())})`,
              icon: <Rewind />,
              onSelect: () => props.onChange({ ...options(), since: left.cursor }),
            },
          ]
        : []),
      again,
      { label: 'Open rows', icon: <Table />, separated: true, onSelect: () => navigate(tablePath({ name })) },
      copyTopic,
      {
        label: 'Copy last cursor',
        icon: <Copy />,
        disabled: props.subscription.cursor() === undefined,
        onSelect: () => void copy(props.subscription.cursor() ?? ''),
      },
    ];
  };
  return (
    <li class="flex h-8 max-w-full min-w-0 items-center gap-1.5 rounded-md border border-line bg-surface pr-0.5 pl-2.5 pointer-coarse:h-11">
      <span aria-hidden="true" class={`size-2 shrink-0 rounded-full ${shown().dot}`} />
      <span class="truncate font-mono text-xs" title={props.subscription.topic}>
        {props.subscription.topic}
      </span>
      <span class={props.subscription.isLive() ? 'sr-only' : 'text-xs text-muted'}>{shown().label}</span>
      <Show when={options().events}>{(events) => <Badge>{events().join(', ').toLowerCase()}</Badge>}</Show>
      <Show when={options().filter}>
        {(filter) => (
          <Badge tone="accent" title={JSON.stringify(filter())}>
            <ListFilter /> filtered
          </Badge>
        )}
      </Show>
      <Show when={options().since}>
        {(since) => (
          <Badge title={since()}>
            <Rewind /> replay
          </Badge>
        )}
      </Show>
      <Menu
        label={`Actions for ${props.subscription.topic}`}
        trigger={<Ellipsis />}
        triggerClass="inline-flex size-6 shrink-0 items-center justify-center rounded-md text-muted hover:bg-hover hover:text-ink pointer-coarse:size-10 [&>svg]:size-4"
        items={items()}
      />
      <IconButton
        size="sm"
        label={`Leave ${props.subscription.topic}`}
        icon={<X />}
        data-leave={props.subscription.topic}
        onClick={() => props.onLeave()}
      />
    </li>
  );
}

async function copy(text: string): Promise<void> {
  if (await copyToClipboard(text, text)) showToast({ title: 'Copied.', detail: text });
}
