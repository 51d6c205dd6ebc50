/**
 * Lets the browser save a backup. A page would have to hold it in memory, so the dashboard's door sends it, by the cookie. A form, since
 * a link says nothing of the page that it comes from over plain HTTP.
 */
export function downloadBackup(filename: string): void {
  const form = document.createElement('form');
  form.method = 'post';
  form.action = `/session/backups/${encodeURIComponent(filename)}`;
  form.hidden = true;
  document.body.append(form);
  form.submit();
  form.remove();
}
