// JSON in one fixed form (keys sorted, no blanks), so that the same value always has the same hash.

/** What JSON can say. Numbers must be finite. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json | undefined };

/** Keys in code-unit order at every depth; a key whose value is undefined is left out. Throws TypeError for a number that JSON cannot say. */
export function canonicalJson(value: Json): string {
  if (typeof value === 'number' && !Number.isFinite(value)) throw new TypeError(`canonical JSON: expected a finite number, got ${value}`);
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  if (isList(value)) return `[${value.map(canonicalJson).join(',')}]`;
  const members = Object.entries(value)
    .flatMap(([key, member]) => (member === undefined ? [] : [{ key, member }]))
    .sort((a, b) => (a.key < b.key ? -1 : 1))
    .map(({ key, member }) => `${JSON.stringify(key)}:${canonicalJson(member)}`);
  return `{${members.join(',')}}`;
}

const isList = (value: Json): value is readonly Json[] => Array.isArray(value);
