// The grammar of Vietnamese number plates, from dated data; says which formats a text can be and how it is written.
import data from './data/plates.json' with { type: 'json' };
import type { PlateColour } from './sighting.ts';
import type { PlateText } from './units.ts';
import type { VehicleKind } from './vehicle.ts';

export type PlateFormat = { readonly name: string; readonly expression: RegExp; readonly kinds: readonly string[]; readonly lines: readonly number[]; readonly colours: readonly string[] };

export const PLATE_FORMATS: readonly PlateFormat[] = data.formats.map(({ name, pattern, kinds, lines, colours }) => ({
  name,
  expression: new RegExp(`^${pattern.replaceAll('{P}', data.province)}$`),
  kinds,
  lines,
  colours,
}));

/** What else is known of a plate; the text alone is ambiguous (`61B12345`: car, or an old motorcycle). */
export type PlateContext = { readonly kind?: VehicleKind; readonly lines?: 1 | 2; readonly colour?: PlateColour };

/** Every format that the text and its context allow; empty = not a plate in use. */
export function formatsOf(text: PlateText, context: PlateContext = {}): readonly PlateFormat[] {
  const { kind, lines, colour } = context;
  return PLATE_FORMATS.filter(
    (format) =>
      format.expression.test(text) &&
      (kind === undefined || format.kinds.includes(kind)) &&
      (lines === undefined || format.lines.includes(lines)) &&
      (colour === undefined || colour === 'unknown' || format.colours.includes(colour)),
  );
}

/** A motorcycle has one plate, behind (Điều 37 and App. 04): one that shows on its front is somebody else's. */
export const hasPlateInFront = (kind: VehicleKind): boolean => !data.rear_only.includes(kind);

/** Symbols that reading confuses, by the class that a position forces (DOMAIN.md §4). */
export const toDigit = (symbol: string): string | undefined => lookUp(data.confusions.toDigit, symbol);
export const toLetter = (symbol: string): string | undefined => lookUp(data.confusions.toLetter, symbol);

/** `61B112345` → `61-B1 123.45`, `61A12345` → `61A-123.45`; a text of no known format comes back as it is. */
export function displayPlate(text: PlateText): string {
  const match = /^(T?\d\d)([A-Z]{0,2}?(?:[A-Z]|(?<=[A-Z])[1-9])?)(\d{5}|\d{4})$/.exec(text);
  if (match === null) return text;
  const [, head = '', series = '', number = ''] = match;
  const dotted = number.length === 5 ? `${number.slice(0, 3)}.${number.slice(3)}` : number;
  return series.length > 1 ? `${head}-${series} ${dotted}` : `${head}${series}-${dotted}`;
}

function lookUp(table: Readonly<Record<string, string>>, symbol: string): string | undefined {
  return Object.hasOwn(table, symbol) ? table[symbol] : undefined;
}
