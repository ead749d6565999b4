// Plates on held-out photographs: is each found in its vehicle's window, and is its text read, by ours and by PP-OCRv4.
import { height, iou, width, type Box } from '../../domain/geometry.ts';
import type { PlateReading, ReadPlate } from '../../domain/sighting.ts';
import type { FindPlates } from '../../models/plates.ts';
import { createReadPlate, type ReadQuad } from '../../models/reader.ts';
import { around } from '../../models/warp.ts';
import { asFrame, boxMark, type Tile } from './pictures.ts';
import { platePhotos, type PlatePhoto } from './sets.ts';
import { cpuMs, median, percent, type Table } from './table.ts';

/** Windows about a plate, in plate widths and heights: close, usual, and far as a bus's. */
const WINDOWS = [{ wide: 2, tall: 3 }, { wide: 3.5, tall: 5 }, { wide: 5.5, tall: 7 }] as const;
type Case = { readonly trained: boolean; readonly overlap: number; readonly text: string | null; readonly ours: PlateReading | null; /** Read on the very plate that is meant: in a wide window the surest one may be a neighbour's. */ readonly meant: string | null; readonly theirs: PlateReading | null; readonly ms: number };

export async function measurePlates(find: FindPlates, readQuad: ReadQuad, ocr: ReadPlate | null): Promise<{ readonly table: Table; readonly worst: readonly Tile[] }> {
  const read = createReadPlate(find, readQuad);
  const cases: Case[] = [];
  const worst: { readonly cost: number; readonly tile: Tile }[] = [];
  for await (const photo of platePhotos()) {
    for (const plate of photo.plates) {
      for (const window of WINDOWS) {
        const vehicle = about(plate.box, window, photo);
        const { value: found, ms } = await cpuMs(async () => find(photo.picture, vehicle));
        const nearest = found.map(({ quad }) => ({ quad, shared: iou(around(quad), plate.box) })).sort((a, b) => b.shared - a.shared)[0];
        const overlap = nearest?.shared ?? 0;
        const frame = asFrame(photo.picture);
        const meant = nearest === undefined || overlap <= 0 ? null : ((await readQuad(frame, nearest.quad))?.text ?? null);
        const kind = photo.trained ? 'motorcycle' : 'car';
        cases.push({ trained: photo.trained, overlap, text: plate.text, ms, ours: await read(frame, vehicle, kind), meant, theirs: ocr === null ? null : await ocr(frame, vehicle, kind) });
        worst.push({ cost: 1 - overlap, tile: { picture: photo.picture, part: vehicle, marks: [boxMark(plate.box, '#0f0'), ...found.map(({ quad }) => ({ points: quad, colour: '#f33' }))], text: `${overlap.toFixed(2)} ${photo.name}` } });
      }
    }
  }
  return { table: table(cases, ocr !== null), worst: worst.sort((a, b) => b.cost - a.cost).slice(0, 20).map(({ tile }) => tile) };
}

/** A window in which the plate stands low, as on a vehicle. */
function about(plate: Box, { wide, tall }: { readonly wide: number; readonly tall: number }, { picture }: PlatePhoto): Box {
  const x = (plate.x1 + plate.x2) / 2;
  const y = (plate.y1 + plate.y2) / 2;
  const w = width(plate) * wide;
  const h = height(plate) * tall;
  return { x1: Math.max(0, x - 0.5 * w), y1: Math.max(0, y - 0.65 * h), x2: Math.min(picture.widthPx, x + 0.5 * w), y2: Math.min(picture.heightPx, y + 0.35 * h) };
}

function table(cases: readonly Case[], withOcr: boolean): Table {
  const recall = (part: readonly Case[], least: number): number => part.filter(({ overlap }) => overlap >= least).length / part.length;
  const exact = (part: readonly Case[], of: (one: Case) => string | null | undefined): number => part.filter((one) => of(one) === one.text).length / part.length;
  const row = (name: string, part: readonly Case[]): string[] => {
    const told = part.filter(({ text }) => text !== null);
    return [name, String(part.length), percent(recall(part, 0.5)), percent(recall(part, 0.7)), String(told.length), percent(exact(told, ({ ours }) => ours?.text)), percent(exact(told, ({ meant }) => meant)), withOcr ? percent(exact(told, ({ theirs }) => theirs?.text)) : '–'];
  };
  const cars = cases.filter(({ trained }) => !trained);
  return {
    title: 'plates',
    about: [
      'Held-out photographs (`training/plates/scenes-held-out.txt`), three windows a plate; IoU of upright boxes, as the set has no corners. Asked: recall ≥ 97 % at IoU 0.5.',
      'Cars and their plates were never seen. The motorcycles stand in other photographs of the training side too, two beside each other: in the widest window both plates show. Corners are measured on drawn plates by `plates.evaluate`; see the card.',
    ],
    columns: ['photographs', 'windows', 'recall at IoU 0.5', 'at 0.7', 'with a text', 'ours: the surest plate read exactly', 'ours: the plate meant read exactly', 'PP-OCRv4 lines and text'],
    rows: [row('cars, never seen', cars), row('motorcycles, seen in other photographs', cases.filter(({ trained }) => trained)), row('all', cases)],
    after: [`A vehicle takes ${median(cases.map(({ ms }) => ms)).toFixed(1)} ms of one core (resizing and network).`],
    figures: { 'plates/all': recall(cases, 0.5), 'plates/read': exact(cases.filter(({ text }) => text !== null), ({ ours }) => ours?.text), 'plates/meant': exact(cases.filter(({ text }) => text !== null), ({ meant }) => meant) },
  };
}
