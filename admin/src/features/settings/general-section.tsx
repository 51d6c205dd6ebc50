import type { SystemSettings } from '@selfdb/sdk';
import { createQuery } from '@tanstack/solid-query';
import { Show } from 'solid-js';
import { useSdk, useSignedIn } from '../../app/session/session.tsx';
import { ErrorNotice } from '../../ui/display/error-notice.tsx';
import { Card } from '../../ui/display/page.tsx';
import { SkeletonRows } from '../../ui/display/skeleton.tsx';
import { formatBytes } from '../../ui/format/numbers.ts';
import { ServicesCard } from '../home/services-card.tsx';
import { type Fact, Facts } from './facts.tsx';
import { settingsQuery } from './queries.ts';

/** The version, the services, and where the data is. */
export function GeneralSection() {
  const sdk = useSdk();
  const signedIn = useSignedIn();
  const query = createQuery(() => settingsQuery(sdk));
  return (
    <>
      <Show
        when={!query.isLoadingError}
        fallback={
          <ErrorNotice
            title="The settings could not be read."
            error={query.error}
            onRetry={() => void query.refetch()}
          />
        }
      >
        <FactCard
          title="This system"
          rows={3}
          facts={query.data && systemFacts(query.data, signedIn.apiUrl)}
        />
        <FactCard title="Database" rows={4} facts={query.data && databaseFacts(query.data)} />
        <FactCard title="File storage" rows={2} facts={query.data && storageFacts(query.data)} />
      </Show>
      <ServicesCard />
    </>
  );
}

function FactCard(props: { title: string; rows: number; facts: Fact[] | undefined }) {
  return (
    <Card title={props.title}>
      <Show when={props.facts} fallback={<FactLines rows={props.rows} />}>
        {(facts) => <Facts facts={facts()} />}
      </Show>
    </Card>
  );
}

/** As high as the facts will be: on a phone, a fact takes two lines. */
function FactLines(props: { rows: number }) {
  return (
    <div class="max-sm:[&_.h-10]:h-[3.6rem]">
      <SkeletonRows rows={props.rows} />
    </div>
  );
}

function shown({ settings }: SystemSettings, name: string): string {
  return String(settings.find((setting) => setting.name === name)?.value ?? '');
}

function systemFacts(settings: SystemSettings, apiUrl: string): Fact[] {
  return [
    { name: 'Version', value: `SelfDB ${settings.version}` },
    { name: 'API URL', value: apiUrl },
    { name: 'Mode', value: shown(settings, 'SELFDB_ENV'), variable: 'SELFDB_ENV' },
  ];
}

function databaseFacts({ database }: SystemSettings): Fact[] {
  return [
    { name: 'Version', value: `Postgres ${database.version}` },
    { name: 'Address', value: database.address, variable: 'DATABASE_URL, DB_PORT' },
    { name: 'Name', value: database.name },
    { name: 'Size', value: formatBytes(database.size_bytes) },
  ];
}

function storageFacts(settings: SystemSettings): Fact[] {
  const isS3 = shown(settings, 'STORAGE_BACKEND') === 's3';
  const endpoint = shown(settings, 'S3_ENDPOINT') || 'Amazon S3';
  return [
    {
      name: 'Stored in',
      value: isS3 ? 'S3-compatible storage' : 'a local directory',
      variable: 'STORAGE_BACKEND',
    },
    isS3
      ? {
          name: 'Bucket',
          value: `${shown(settings, 'S3_BUCKET')} at ${endpoint}`,
          variable: 'S3_BUCKET, S3_ENDPOINT',
        }
      : {
          name: 'Directory',
          value: `${shown(settings, 'SELFDB_STATE_DIR')}/blobs`,
          variable: 'SELFDB_STATE_DIR',
        },
  ];
}
