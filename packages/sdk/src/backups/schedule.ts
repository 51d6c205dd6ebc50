import type { BackupSchedule, SetBackupScheduleData } from '../generated/types.gen.ts';
import type { HttpClient } from '../http/client.ts';
import type { RequestOptions } from '../http/request-options.ts';

/** When backups are made, and for how long they are kept. What is left out becomes the default again. */
export type BackupScheduleSettings = SetBackupScheduleData['body'];

/** The schedule of backups. For an ADMIN. */
export class BackupSchedules {
  readonly #http: HttpClient;

  constructor(http: HttpClient) {
    this.#http = http;
  }

  /**
   * Gets the schedule, the next runs and the last one.
   *
   * @example
   * const { cron, timezone, next_runs, last_run } = await selfdb.backups.schedule.get();
   * console.log(cron, timezone, next_runs[0], last_run?.error);
   */
  get(options?: RequestOptions): Promise<BackupSchedule> {
    return this.#http.call('GET /backups/schedule', {}, options);
  }

  /**
   * Sets the schedule. An empty `cron` makes no backups by themselves. Throws BadRequestError for a cron expression or a time zone
   * that does not exist.
   *
   * @example
   * const { cron, timezone, retention_days, verify } = await selfdb.backups.schedule.get();
   * await selfdb.backups.schedule.update({ cron: '0 3 * * *', timezone: 'Europe/Berlin', retention_days: 14 });
   * await selfdb.backups.schedule.update({ cron, timezone, retention_days, verify });
   */
  update(schedule: BackupScheduleSettings, options?: RequestOptions): Promise<BackupSchedule> {
    return this.#http.call('PUT /backups/schedule', { body: schedule }, options);
  }
}
