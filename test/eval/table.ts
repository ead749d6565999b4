// A table of measured figures as Markdown, and as the flat names that the next run is held against.

export type Cell = string | number | null;
/** One model's table. `figures` are what may not fall (greater is better); `worst` names its contact sheet. */
export type Table = {
  readonly title: string;
  /** What was measured on, and what the model had seen of it. */
  readonly about: readonly string[];
  readonly columns: readonly string[];
  readonly rows: readonly (readonly Cell[])[];
  readonly after: readonly string[];
  readonly figures: Readonly<Record<string, number>>;
};

export const percent = (share: number | null, digits = 1): string => (share === null || Number.isNaN(share) ? '–' : `${(100 * share).toFixed(digits)} %`);

export function markdown({ title, about, columns, rows, after }: Table): string {
  const line = (cells: readonly Cell[]): string => `| ${cells.map((cell) => cell ?? '–').join(' | ')} |`;
  const grid = rows.length === 0 ? [] : [line(columns), line(columns.map(() => '---')), ...rows.map(line)];
  return [`## ${title}`, '', ...about, '', ...grid, '', ...after, ''].join('\n');
}

export const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;

/** Milliseconds of this process's processor time that `work` takes: what others do on the machine counts little. */
export async function cpuMs<T>(work: () => Promise<T>): Promise<{ readonly value: T; readonly ms: number }> {
  const from = process.cpuUsage();
  const value = await work();
  const { user, system } = process.cpuUsage(from);
  return { value, ms: (user + system) / 1000 };
}
