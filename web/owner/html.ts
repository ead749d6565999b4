// HTML by template literals: whatever is put in is escaped, unless it is HTML made here.

export type Html = { readonly markup: string };
type Part = Html | string | number | null | readonly Html[];

const ESCAPES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
export const escape = (text: string): string => text.replace(/[&<>"']/g, (symbol) => ESCAPES[symbol] ?? symbol);

function markupOf(part: Part): string {
  if (part === null) return '';
  if (typeof part === 'string' || typeof part === 'number') return escape(String(part));
  return isList(part) ? part.map(({ markup }) => markup).join('') : part.markup;
}

const isList = (part: Part): part is readonly Html[] => Array.isArray(part);

export function html(texts: TemplateStringsArray, ...parts: readonly Part[]): Html {
  return { markup: texts.map((text, index) => `${text}${markupOf(parts[index] ?? null)}`).join('') };
}
