import type { BackupJob, RestorableTimes } from '@selfdb/sdk';
import type { Page, Route } from 'playwright-core';
import { expect, it } from 'vitest';
import { expectNoAxeViolations } from './testing/axe.ts';
import { openDashboard } from './testing/dashboard.ts';

const ID = '0199a000-0000-7000-8000-000000000000';
const OLDEST = '2026-01-31T08:00:00.250Z';
const TO = '2026-01-31T08:15:30.000Z';

const TIMES: RestorableTimes = {
  enabled: true,
  oldest: OLDEST,
  newest: new Date().toISOString(),
  reason: null,
  job_id: null,
  problems: [],
};
const none = (reason: RestorableTimes['reason']): RestorableTimes => ({
  ...TIMES,
  enabled: false,
  oldest: null,
  newest: null,
  reason,
});
const JOB: BackupJob = {
  id: ID,
  kind: 'restore_to',
  filename: null,
  status: 'running',
  step: 'base',
  bytes: 1_000_000,
  total: 4_000_000,
  to: TO,
  found: null,
  answer_until: null,
  by_command: false,
  notes: [],
  error: null,
  started_at: TO,
  finished_at: null,
};
const WAITING: BackupJob = {
  ...JOB,
  step: 'waiting',
  answer_until: '2026-01-31T09:00:00Z',
  found: {
    last_transaction_at: TO,
    users: 3,
    tables: 1,
    files: { count: 2, bytes: 1500 },
    largest_tables: [{ name: 'books', rows: 1200, is_estimate: false }],
  },
};

/** What the server answers, which a test changes. The system of the tests keeps no log; acceptance restores for real. */
interface Answers {
  times: RestorableTimes;
  job: BackupJob;
  refuses: string | undefined;
  asked: string[];
}

async function answerWith(page: Page, answers: Answers): Promise<void> {
  const refuse = (route: Route) =>
    route.fulfill({
      status: 409,
      json: { detail: answers.refuses, code: 'conflict', request_id: 'request-1' },
    });
  const note = (route: Route) =>
    answers.asked.push(`${route.request().method()} ${route.request().postData() ?? ''}`);
  await page.route('**/api/backups/moments', (route) => route.fulfill({ json: answers.times }));
  await page.route(`**/api/backups/jobs/${ID}`, (route) => {
    if (route.request().method() === 'GET') return route.fulfill({ json: answers.job });
    note(route);
    return route.fulfill({ json: { message: 'Dropped.' } });
  });
  await page.route(`**/api/backups/jobs/${ID}/confirm`, (route) => {
    note(route);
    return answers.refuses ? refuse(route) : route.fulfill({ status: 202, json: answers.job });
  });
  await page.route('**/api/backups/restore-to', (route) => {
    note(route);
    if (answers.refuses) return refuse(route);
    return route.fulfill({ status: 202, json: { success: true, to: TO, message: 'Begun.', job_id: ID } });
  });
}

it('says why no time can be restored, and what to do about it', async () => {
  const page = await openDashboard({ path: '/nowhere' });
  const answers: Answers = { times: none('off'), job: JOB, refuses: undefined, asked: [] };
  await answerWith(page, answers);
  await page.goto('/backups');
  const dialog = page.getByRole('dialog', { name: 'Restore to a time' });
  await page.getByText('Back to any second is off.').waitFor();
  await page.getByRole('button', { name: 'Restore to a time' }).click();
  await dialog.getByText('BACKUP_PITR_DAYS=7').waitFor();
  expect(await dialog.getByLabel(/Date and time/).count()).toBe(0);
  await expectNoAxeViolations(page);
  answers.times = none('own_postgres');
  await page.reload();
  await dialog.getByText('names a Postgres of your own').waitFor();
  const problem = 'The disk of the backups is full.';
  answers.times = { ...none('no_base_backup'), problems: [problem] };
  await page.reload();
  await dialog.getByText('The first base backup is not made yet.').waitFor();
  await dialog.getByText(problem).waitFor();
});

it('recovers a chosen time, shows what it found, and puts it in place once the word is typed', async () => {
  const page = await openDashboard({ path: '/nowhere', expectInConsole: ['409'] });
  const answers: Answers = { times: TIMES, job: JOB, refuses: 'Another backup runs.', asked: [] };
  await answerWith(page, answers);
  await page.goto('/backups?restore_to=time');
  const field = page.getByLabel(/Date and time/);
  const begin = page.getByRole('button', { name: 'Recover this time' });
  for (const [time, fault] of [
    ['2099-01-01T00:00:00', 'This time has not come yet.'],
    ['2026-01-01T00:00:00', 'This is before the earliest time.'],
    ['', 'Choose a date and a time.'],
  ] as const) {
    await field.fill(time);
    await page.getByText(fault).waitFor();
    expect(await begin.isDisabled()).toBe(true);
  }
  await expectNoAxeViolations(page);
  const local = await page.evaluate((to) => {
    const time = new Date(to);
    return new Date(time.getTime() - time.getTimezoneOffset() * 60_000).toISOString().slice(0, 19);
  }, TO);
  await field.fill(local);
  await page.getByText('It is 2026-01-31 08:15:30 UTC.').waitFor();
  expect(answers.asked).toEqual([]);
  await field.press('Enter');
  await page.getByText('Another backup runs.').waitFor();
  await expectNoAxeViolations(page);

  answers.refuses = undefined;
  await field.press('Enter');
  await page.getByText('Unpacking the base backup').waitFor();
  expect(answers.asked).toEqual(Array(2).fill(`POST ${JSON.stringify({ to: TO })}`));
  await page.getByRole('button', { name: 'Cancel' }).waitFor();

  answers.job = WAITING;
  const found = page.getByRole('region', { name: 'Recovered database' });
  await found.getByText('1,200 rows').waitFor();
  await found.getByText('3 users, 1 table, 2 files (1.5 KB)').waitFor();
  await expectNoAxeViolations(page);
  await found.getByRole('button', { name: 'Restore this time' }).click();
  const confirm = page.getByRole('dialog').getByRole('button', { name: 'Restore this time' });
  const word = page.getByLabel('Type restore to confirm');
  expect(await confirm.isDisabled()).toBe(true);
  answers.refuses = 'It is dropped already.';
  await word.fill('restore');
  await word.press('Enter');
  await page.getByText('It is dropped already.').waitFor();
  await expectNoAxeViolations(page);
  answers.refuses = undefined;
  await word.press('Enter');
  await word.waitFor({ state: 'detached' });
  answers.job = { ...WAITING, step: 'restart', answer_until: null };
  await page.getByText('Starting on the recovered database').waitFor();
  expect(answers.asked.slice(2)).toEqual(['POST ', 'POST ']);
  answers.job = { ...WAITING, status: 'cancelled', error: 'An administrator cancelled it.' };
  await page.getByText('The restore to a time was cancelled.').waitFor();
  await page.getByText('An administrator cancelled it.').waitFor();
  await expectNoAxeViolations(page);
});

it('shows a restore of a command, which only its terminal confirms', async () => {
  const page = await openDashboard({ path: '/nowhere' });
  const job: BackupJob = { ...WAITING, answer_until: null, by_command: true };
  const answers: Answers = { times: { ...TIMES, job_id: ID }, job, refuses: undefined, asked: [] };
  await answerWith(page, answers);
  await page.goto('/backups');
  const found = page.getByRole('region', { name: 'Recovered database' });
  await found.getByText('A command on a terminal began this.').waitFor();
  expect(await found.getByRole('button').count()).toBe(0);
  answers.times = TIMES;
  answers.job = { ...job, status: 'cancelled', error: 'The answer on the terminal was no.' };
  await page.getByText('The answer on the terminal was no.').waitFor();
  await page.getByRole('button', { name: 'Dismiss' }).click();
  await page.getByText('was cancelled').waitFor({ state: 'detached' });
});
