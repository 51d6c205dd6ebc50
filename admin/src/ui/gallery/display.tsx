import { ConflictError } from '@selfdb/sdk';
import TableIcon from 'lucide-solid/icons/table-2';
import { createSignal } from 'solid-js';
import { Button } from '../controls/button.tsx';
import { Badge, LevelBadge } from '../display/badge.tsx';
import { Code, CopyField } from '../display/code.tsx';
import { CopyButton } from '../display/copy-button.tsx';
import { EmptyState } from '../display/empty-state.tsx';
import { ErrorNotice } from '../display/error-notice.tsx';
import { Keys } from '../display/keys.tsx';
import { type ListSort, ListTable } from '../display/list-table.tsx';
import { Progress } from '../display/progress.tsx';
import { SkeletonRows } from '../display/skeleton.tsx';
import { Tabs } from '../display/tabs.tsx';
import { Specimen } from './specimen.tsx';

const PLANETS = [
  { name: 'Mercury', moons: 0 },
  { name: 'Earth', moons: 1 },
  { name: 'Mars', moons: 2 },
];
const TAKEN = new ConflictError('A table with the name "planets" exists. Choose another name.', {
  status: 409,
  code: 'conflict',
  requestId: '0198f6a2-0000-7000-8000-000000000000',
});

/** What shows data and states. */
export function Display() {
  const [sort, setSort] = createSignal<ListSort>({ by: 'name', order: 'asc' });
  const [tab, setTab] = createSignal('columns');
  return (
    <>
      <Specimen name="Badge, keys, copy">
        <Badge>neutral</Badge>
        <Badge tone="accent">accent</Badge>
        <Badge tone="success">success</Badge>
        <Badge tone="warning">warning</Badge>
        <Badge tone="danger">danger</Badge>
        <LevelBadge
          level={{ value: 'users', label: 'Signed-in users', hint: 'Who that is.', tone: 'accent' }}
        />
        <Keys keys="Mod+K" />
        <Keys keys="g t" />
        <CopyButton label="Copy the ID" text="42" />
        <CopyButton label="Copy the URL" text="42" caption="Copy URL" />
      </Specimen>
      <Specimen name="Table">
        <div class="w-full">
          <ListTable
            label="Planets"
            columns={[
              { id: 'name', header: 'Name', cell: (planet) => planet.name, sortable: true },
              {
                id: 'moons',
                header: 'Moons',
                cell: (planet) => planet.moons,
                align: 'right',
                sortable: true,
              },
            ]}
            items={PLANETS}
            sort={sort()}
            onSort={setSort}
          />
        </div>
      </Specimen>
      <Specimen name="Tabs">
        <Tabs
          label="Table"
          tabs={[
            { id: 'columns', label: 'Columns', count: 5 },
            { id: 'indexes', label: 'Indexes' },
          ]}
          value={tab()}
          onChange={setTab}
        >
          <p class="p-4">The content of {tab()}.</p>
        </Tabs>
      </Specimen>
      <Specimen name="Code">
        <Code
          label="SQL"
          code={'create table planets (\n  id uuid primary key default uuidv7()\n);'}
          class="w-full"
        />
        <div class="w-full">
          <CopyField label="URL" value="http://localhost:8000" />
        </div>
      </Specimen>
      <Specimen name="States">
        <div class="w-full space-y-3">
          <ErrorNotice title="The table was not created." error={TAKEN} onRetry={() => {}} />
          <Progress label="Importing" value={0.4} detail="80,000 of 200,000 rows" />
          <Progress label="Preparing" />
          <SkeletonRows rows={3} />
          <EmptyState
            icon={<TableIcon />}
            title="No tables yet"
            action={<Button variant="primary">Create table</Button>}
          >
            A table holds rows of your application.
          </EmptyState>
        </div>
      </Specimen>
    </>
  );
}
