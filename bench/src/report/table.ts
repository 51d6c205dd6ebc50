/** A Markdown table with its columns aligned, so that it reads well in a terminal too. */
export function table(header: string[], rows: string[][]): string {
  const lines = [header, ...rows];
  const widths = header.map((_, column) => Math.max(3, ...lines.map((line) => line[column]?.length ?? 0)));
  const format = (cells: string[]) =>
    `| ${widths.map((width, i) => (cells[i] ?? '').padEnd(width)).join(' | ')} |`;
  const rule = `|${widths.map((width) => '-'.repeat(width + 2)).join('|')}|`;
  return [format(header), rule, ...rows.map(format)].join('\n');
}

export function median(values: number[]): number {
  const sorted = values.toSorted((x, y) => x - y);
  const middle = sorted.length / 2;
  const upper = sorted[Math.floor(middle)] ?? Number.NaN;
  const lower = sorted[Math.ceil(middle) - 1] ?? Number.NaN;
  return (lower + upper) / 2;
}

/** The smallest value that at least this share of the values does not exceed. */
export function quantile(values: number[], share: number): number {
  const sorted = values.toSorted((x, y) => x - y);
  return sorted[Math.ceil(sorted.length * share) - 1] ?? Number.NaN;
}

export const megabytes = (bytes: number) => `${Math.round(bytes / 1024 / 1024)} MB`;
export const kilobytes = (bytes: number) => `${(bytes / 1024).toFixed(1)} KB`;
export const seconds = (figure: number) => `${figure.toFixed(2)} s`;
export const milliseconds = (figure: number) => `${figure.toFixed(1)} ms`;
export const countPerSecond = (figure: number) => `${Math.round(figure).toLocaleString('en-US')}/s`;
