import type { SqlAnswer } from '@selfdb/sdk';
import { useSearchParams } from '@solidjs/router';
import { Show } from 'solid-js';
import { Tabs } from '../../../ui/display/tabs.tsx';
import { Messages } from './messages.tsx';
import { ResultView } from './result-view.tsx';

/** The result sets as tabs, the messages as the last of them. */
export default function Answer(props: { answer: SqlAnswer; fileName: string }) {
  const [search, setSearch] = useSearchParams<{ set?: string; look?: string }>();
  const sets = () => props.answer.results.filter(({ columns }) => columns.length > 0);
  const chosen = () => {
    if (search.set === 'messages' || sets().length === 0) return 'messages';
    return sets()[Number(search.set ?? 1) - 1] ? (search.set ?? '1') : '1';
  };
  const shown = () => sets()[Number(chosen()) - 1];
  const tabs = () => [
    ...sets().map(({ command, rows }, index) => ({
      id: String(index + 1),
      label: sets().length > 1 ? `${index + 1}. ${command}` : command,
      count: rows.length,
    })),
    { id: 'messages', label: 'Messages', count: props.answer.notices.length || undefined },
  ];
  return (
    <Tabs
      label="Results"
      tabs={tabs()}
      value={chosen()}
      onChange={(set) => setSearch({ set }, { replace: true })}
    >
      <Show when={shown()} fallback={<Messages answer={props.answer} />}>
        {(result) => (
          <ResultView
            result={result()}
            executionMs={props.answer.execution_time_ms}
            look={search.look}
            onLook={(look) => setSearch({ look }, { replace: true })}
            fileName={props.fileName}
          />
        )}
      </Show>
    </Tabs>
  );
}
