// Exact texts on real plate crops, as they are and shrunk, beside PP-OCRv4 that is told where the lines are.
import { height, width, type Box } from '../../domain/geometry.ts';
import type { Picture } from '../../models/image.ts';
import type { PlateText, ReadQuad } from '../../models/reader.ts';
import type { ReadLine } from './ocr-text.ts';
import { shrink, type Tile } from './pictures.ts';
import { plain, plateCrops, type PlateCrop } from './sets.ts';
import { cpuMs, median, percent, type Table } from './table.ts';

const SIZES = [0, 32, 20, 14, 10] as const;
const ASKED: Readonly<Record<string, string>> = { 'agreed/32': '99.5 %', 'agreed/20': '98.5 %', 'agreed/14': '92 %', 'agreed/10': '60 %', 'verified/0': '98.5 %' };
const SURE = 0.9;
/** What the product leaves about a straightened plate; a crop is already cut there. */
const INSET = 0.04 / 1.08;

type Read = { readonly crop: PlateCrop; readonly picture: Picture; readonly read: PlateText | null; readonly theirs: string | null; readonly ms: number };

export async function measureReader(readQuad: ReadQuad, ocr: ReadLine | null): Promise<{ readonly table: Table; readonly worst: readonly Tile[] }> {
  const rows: string[][] = [];
  const figures: Record<string, number> = {};
  const worst: { readonly cost: number; readonly tile: Tile }[] = [];
  const times: number[] = [];
  for (const listing of ['verified', 'agreed'] as const) {
    const crops = await plateCrops(`${listing}.tsv`);
    for (const size of SIZES) {
      const reads: Read[] = [];
      for (const crop of crops) reads.push(await readOne(crop, size, readQuad, ocr));
      const exact = share(reads, right);
      figures[`reader/${listing}/${size === 0 ? 'full' : size}`] = exact;
      rows.push(rowOf(listing, size, reads));
      times.push(...reads.map(({ ms }) => ms));
      if (size === 0 || size === 20) worst.push(...mistakes(reads));
    }
  }
  return { table: { ...headings(times), rows, figures }, worst: worst.sort((a, b) => b.cost - a.cost).slice(0, 20).map(({ tile }) => tile) };
}

async function readOne(crop: PlateCrop, size: number, readQuad: ReadQuad, ocr: ReadLine | null): Promise<Read> {
  const picture = size === 0 ? crop.picture : shrink(crop.picture, size / crop.linePx);
  const { value, ms } = await cpuMs(async () => readQuad(picture, quadOf(picture)));
  return { crop, picture, read: value, theirs: ocr === null ? null : await byOcr(crop, picture, ocr), ms };
}

function quadOf({ widthPx, heightPx }: Picture): Parameters<ReadQuad>[1] {
  const dx = widthPx * INSET;
  const dy = heightPx * INSET;
  return [{ x: dx, y: dy }, { x: widthPx - dx, y: dy }, { x: widthPx - dx, y: heightPx - dy }, { x: dx, y: heightPx - dy }];
}

async function byOcr({ lines, picture: whole }: PlateCrop, picture: Picture, ocr: ReadLine): Promise<string> {
  const scale = picture.widthPx / whole.widthPx;
  const texts: string[] = [];
  for (const line of lines) texts.push((await ocr(picture, wider(line, scale)))?.text ?? '');
  return plain(texts.join(''));
}

function wider(line: Box, scale: number): Box {
  const tall = height(line);
  return { x1: (line.x1 - 0.04 * tall) * scale, y1: (line.y1 - 0.08 * tall) * scale, x2: (line.x1 + width(line) + 0.04 * tall) * scale, y2: (line.y2 + 0.08 * tall) * scale };
}

const right = ({ read, crop }: Read): boolean => read?.text === crop.text;
const sure = ({ read }: Read): boolean => (read?.score ?? 0) >= SURE;
const share = (reads: readonly Read[], holds: (read: Read) => boolean): number => (reads.length === 0 ? Number.NaN : reads.filter(holds).length / reads.length);

function rowOf(listing: string, size: number, reads: readonly Read[]): string[] {
  const confident = reads.filter(sure);
  const lines = (count: 1 | 2): string => percent(share(reads.filter(({ crop }) => crop.lines.length === count), right));
  return [
    `${listing}, ${size === 0 ? 'full size' : `${size} px`}`, String(reads.length), percent(share(reads, right)), ASKED[`${listing}/${size}`] ?? '–',
    reads.some(({ theirs }) => theirs !== null) ? percent(share(reads, ({ theirs, crop }) => theirs === crop.text)) : '–',
    lines(1), lines(2), percent(confident.length / reads.length), `${percent(share(confident, right), 2)} (${confident.filter((read) => !right(read)).length} wrong)`, percent(share(reads, ({ read }) => read === null)),
  ];
}

/** Wrong and sure is worst; a missing read costs least. */
const mistakes = (reads: readonly Read[]): readonly { readonly cost: number; readonly tile: Tile }[] =>
  reads.filter((read) => !right(read)).map(({ read, crop, picture }) => ({ cost: read?.score ?? 0, tile: { picture, text: `${crop.text} > ${read?.text ?? 'unreadable'} ${(read?.score ?? 0).toFixed(2)}` } }));

const headings = (times: readonly number[]): Omit<Table, 'rows' | 'figures'> => ({
  title: 'reader',
  about: [
    'Share of crops whose whole text is exact. `verified`: texts read by eye. `agreed`: texts on which the set’s own label and PP-OCRv4 agree at full size, so that PP-OCRv4 is right there by construction; shrunk by area means until a line’s share of the crop’s height is that many pixels.',
    'Ours had seen none of these crops and no plate of this set: it learned on rendered plates alone. PP-OCRv4 is told where the lines are; ours is not.',
  ],
  columns: ['crops', 'n', 'ours', 'asked', 'PP-OCRv4', 'ours, one line', 'ours, two lines', 'ours ≥ 0.9 sure', 'of these exact', 'said to be unreadable'],
  after: [`A plate takes ${median(times).toFixed(1)} ms of one core (straightening and network).`],
});
