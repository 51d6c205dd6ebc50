/** Where a file can be downloaded, as a path of the API. */
export function downloadPath(bucket: string, path: string): string {
  return `/storage/files/download/${bucket}/${path.split('/').map(encodeURIComponent).join('/')}`;
}
