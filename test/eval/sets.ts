// The measured sets as they lie in the data folder: street frames, plate crops, photographs with plates, signal heads.
import { existsSync } from 'node:fs';
import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { height, width, type Box } from '../../domain/geometry.ts';
import { checkedBoxes, type CheckedBox, type VehicleClass } from './checked.ts';
import { open } from './pictures.ts';
import type { Picture } from '../../models/image.ts';

export const DATA = new URL('../../../shared/data/', import.meta.url).pathname;
export const present = existsSync(join(DATA, 'vehicles/train/labels'));
const EVAL = new URL('../../models/eval/', import.meta.url).pathname;
const TRAINING = new URL('../../models/training/', import.meta.url).pathname;

export type LampColour = 'red' | 'amber' | 'green';
const VEHICLES: ReadonlyMap<number, VehicleClass> = new Map([[0, 'car'], [2, 'motorcycle']]);
const LAMPS: ReadonlyMap<number, LampColour> = new Map([[1, 'green'], [3, 'red'], [5, 'amber']]);

const rows = async (path: string): Promise<readonly string[]> => (await readFile(path, 'utf8')).split(/\r?\n/).filter((line) => line.trim() !== '' && !line.startsWith('#'));

/** YOLO rows `class cx cy w h` (0–1) as boxes in pixels. */
async function yolo(path: string, { widthPx, heightPx }: Picture): Promise<readonly { readonly type: number; readonly box: Box }[]> {
  return (await rows(path)).map((line) => {
    const [type = -1, cx = 0, cy = 0, w = 0, h = 0] = line.trim().split(/\s+/).map(Number);
    return { type, box: { x1: (cx - w / 2) * widthPx, y1: (cy - h / 2) * heightPx, x2: (cx + w / 2) * widthPx, y2: (cy + h / 2) * heightPx } };
  });
}

/** `truth`: the set's labels as they are; `checked`: what stands there, told by eye. */
export type StreetFrame = { readonly name: string; readonly role: string; readonly camera: string; readonly light: string; readonly picture: Picture; readonly truth: readonly { readonly kind: VehicleClass; readonly box: Box }[]; readonly checked: readonly CheckedBox[] };

export async function* streetFrames(): AsyncGenerator<StreetFrame> {
  const checked = checkedBoxes(await rows(join(EVAL, 'vehicles-checked.tsv')));
  for (const line of await rows(join(EVAL, 'vehicles-holdout.txt'))) {
    const [name = '', role = '', camera = '', light = ''] = line.split('\t');
    const picture = await open(join(DATA, 'vehicles/train/images', name));
    const labels = await yolo(join(DATA, 'vehicles/train/labels', name.replace(/\.jpg$/, '.txt')), picture);
    const truth = labels.flatMap(({ type, box }) => { const kind = VEHICLES.get(type); return kind === undefined ? [] : [{ kind, box }]; });
    yield { name, role, camera, light, picture, truth, checked: checked(name, picture) };
  }
}

export type Head = { readonly name: string; readonly picture: Picture; readonly box: Box; readonly state: LampColour; readonly proper: boolean };

/** Lamp labels of held-out frames: `models/eval/signals-holdout.txt`. `proper`: a head stands there as heads stand. */
export async function* heads(): AsyncGenerator<Head> {
  const seen = new Map((await rows(join(EVAL, 'signals-holdout.txt'))).map((line) => line.split('\t')).map(([name = '', n = '', what = '']) => [`${name}#${n}`, what]));
  for (const name of new Set([...seen.keys()].map((key) => key.replace(/#\d+$/, '')))) {
    const picture = await open(join(DATA, 'vehicles/train/images', name));
    const labels = await yolo(join(DATA, 'vehicles/train/labels', name.replace(/\.jpg$/, '.txt')), picture);
    const lamps = labels.flatMap(({ type, box }) => { const state = LAMPS.get(type); return state === undefined || width(box) < 5 || height(box) < 5 ? [] : [{ state, box }]; });
    for (const [n, { state, box }] of lamps.entries()) yield { name, picture, box, state, proper: seen.get(`${name}#${n}`) === 'head' };
  }
}

export const plain = (text: string): string => text.replaceAll('Đ', 'D').replace(/[^0-9A-Z]/g, '');

/** `lines`: boxes of the text lines, the upper first; `linePx`: a line's share of the crop's height (most crops of the set are enlarged ones). */
export type PlateCrop = { readonly name: string; readonly text: string; readonly picture: Picture; readonly lines: readonly Box[]; readonly linePx: number };

export async function plateCrops(listing: 'agreed.tsv' | 'verified.tsv'): Promise<readonly PlateCrop[]> {
  const folder = join(DATA, 'plates/crops');
  const found: PlateCrop[] = [];
  for (const line of await rows(join(folder, listing))) {
    const [name = '', text = '', status = 'ok'] = line.split('\t');
    if (name === 'file' || text.includes('?') || status !== 'ok') continue;
    const picture = await open(join(folder, 'images', name));
    const characters = (await yolo(join(folder, 'labels', name.replace(/\.[a-z]+$/i, '.txt')), picture)).filter(({ type }) => type < 36).map(({ box }) => box);
    const lines = text.includes('|') ? split(characters) : [around(characters)];
    found.push({ name, text: plain(text), picture, lines, linePx: picture.heightPx / lines.length });
  }
  return found;
}

/** Two lines of characters, cut where the middles jump most. */
function split(characters: readonly Box[]): readonly Box[] {
  const order = characters.toSorted((a, b) => a.y1 + a.y2 - b.y1 - b.y2);
  const gaps = order.slice(1).map((box, i) => ({ i: i + 1, gap: box.y1 + box.y2 - (order[i]?.y1 ?? 0) - (order[i]?.y2 ?? 0) }));
  const at = gaps.sort((a, b) => b.gap - a.gap)[0]?.i ?? order.length;
  return [around(order.slice(0, at)), around(order.slice(at))];
}

const around = (boxes: readonly Box[]): Box => ({ x1: Math.min(...boxes.map(({ x1 }) => x1)), y1: Math.min(...boxes.map(({ y1 }) => y1)), x2: Math.max(...boxes.map(({ x2 }) => x2)), y2: Math.max(...boxes.map(({ y2 }) => y2)) });

/** `text` null where it was not read by eye; `trained`: the locator learned on the same vehicles in other photographs. */
export type PlatePhoto = { readonly name: string; readonly picture: Picture; readonly plates: readonly { readonly box: Box; readonly text: string | null }[]; readonly trained: boolean };

export async function* platePhotos(): AsyncGenerator<PlatePhoto> {
  const folder = join(DATA, 'plates/scenes');
  const texts = new Map((await rows(join(folder, 'plate-text.tsv'))).map((line) => line.split('\t')).map(([name = '', box = '', , text = '']) => [`${name}#${box}`, text.includes('?') ? null : plain(text)]));
  const held = await rows(join(TRAINING, 'plates/scenes-held-out.txt'));
  for (const name of (await readdir(join(folder, 'images'))).filter((file) => held.includes(file)).sort()) {
    const picture = await open(join(folder, 'images', name));
    const labels = await yolo(join(folder, 'labels', name.replace(/\.[a-z]+$/i, '.txt')), picture);
    yield { name, picture, plates: labels.map(({ box }, i) => ({ box, text: texts.get(`${name}#${i}`) ?? null })), trained: name.startsWith('clip3') };
  }
}
