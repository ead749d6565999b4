// Reads CSV (RFC 4180: quotes, doubled quotes, line breaks inside quotes) row by row, each with its line number.
import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';

export type CsvRow = { readonly line: number; readonly cells: readonly string[] };

/** Rows of a UTF-8 file, the heading included; blank lines are left out. A quote that is never closed ends with the file. */
export async function* csvRows(path: string): AsyncGenerator<CsvRow> {
  let line = 0;
  let begun: { text: string; readonly line: number } | null = null;
  for await (const raw of createInterface({ input: createReadStream(path, 'utf8'), crlfDelay: Number.POSITIVE_INFINITY })) {
    line += 1;
    const text: string = line === 1 ? raw.replace(/^\uFEFF/, '') : raw;
    begun = begun === null ? { text, line } : { text: `${begun.text}\n${text}`, line: begun.line };
    if (isOpen(begun.text)) continue;
    if (begun.text.trim() !== '') yield { line: begun.line, cells: cellsOf(begun.text) };
    begun = null;
  }
  if (begun !== null && begun.text.trim() !== '') yield { line: begun.line, cells: cellsOf(begun.text) };
}

const isOpen = (text: string): boolean => text.includes('"') && (text.split('"').length - 1) % 2 === 1;

function cellsOf(text: string): readonly string[] {
  if (!text.includes('"')) return text.split(',');
  const cells: string[] = [];
  for (let at = 0; at <= text.length; ) {
    const [cell, next] = text[at] === '"' ? quoted(text, at) : plain(text, at);
    cells.push(cell);
    at = next;
  }
  return cells;
}

/** The cell that begins at `at`, and where the one after it begins. */
function plain(text: string, at: number): readonly [string, number] {
  const end = text.indexOf(',', at);
  return end < 0 ? [text.slice(at), text.length + 1] : [text.slice(at, end), end + 1];
}

function quoted(text: string, at: number): readonly [string, number] {
  let end = at + 1;
  while (end < text.length && (text[end] !== '"' || text[end + 1] === '"')) end += text[end] === '"' ? 2 : 1;
  const [rest, next] = plain(text, Math.min(end + 1, text.length));
  return [text.slice(at + 1, end).replaceAll('""', '"') + rest, next];
}
