// Makes everybody but the accused unrecognisable in a picture that leaves the review screen.
import sharp from 'sharp';
import type { EvidenceItem } from '../../domain/evidence.ts';

type Pixels = readonly [number, number, number, number];
type Region = { readonly left: number; readonly top: number; readonly width: number; readonly height: number };

/** Blocks across a masked box: a face or a plate is less than one of them. */
const BLOCKS = 6;

/** Pictures of the whole view: somebody whom the tracker had lost at that moment stands in no list of boxes. */
const WHOLE_VIEW: readonly EvidenceItem['role'][] = ['before', 'after', 'overview', 'paired'];
/** Width of the view in base blocks: about 24 px of 1920, wider than a plate's line or half a face; line and lamps stay to be seen. */
const BASE_BLOCKS = 80;

/** The picture as JPEG with every other road user as coarse blocks, and whatever surrounds the accused in finer ones. Where the accused overlaps them, the accused stays visible. */
export async function maskPicture(bytes: Uint8Array, item: EvidenceItem): Promise<Uint8Array> {
  const { width = 0, height = 0 } = await sharp(bytes).metadata();
  const regionOf = (box: Pixels): Region | null => region(box, width, height);
  const accused = item.accused_px === null ? null : regionOf(item.accused_px);
  const covers = await Promise.all(item.others_px.map(regionOf).filter((found) => found !== null).map(async (found) => ({ ...found, input: await blocks(bytes, found) })));
  const kept = accused === null ? [] : [{ ...accused, input: await sharp(bytes).extract(accused).png().toBuffer() }];
  const layers = [...covers, ...kept].map(({ input, left, top }) => ({ input, left, top }));
  const base = WHOLE_VIEW.includes(item.role) ? await blocks(bytes, { left: 0, top: 0, width, height }, BASE_BLOCKS) : bytes;
  return sharp(base).composite(layers).jpeg({ quality: 88 }).toBuffer();
}

async function blocks(bytes: Uint8Array, found: Region, across = BLOCKS): Promise<Buffer> {
  const rows = Math.max(1, Math.round((across * found.height) / found.width));
  const coarse = await sharp(bytes).extract(found).resize(across, rows, { fit: 'fill' }).png().toBuffer();
  return sharp(coarse).resize(found.width, found.height, { fit: 'fill', kernel: 'nearest' }).png().toBuffer();
}

/** The box in whole pixels, cut to the picture; null when nothing of it is inside. */
function region([x1, y1, x2, y2]: Pixels, widthPx: number, heightPx: number): Region | null {
  const left = Math.max(0, Math.floor(x1));
  const top = Math.max(0, Math.floor(y1));
  const width = Math.min(widthPx, Math.ceil(x2)) - left;
  const height = Math.min(heightPx, Math.ceil(y2)) - top;
  return width > 0 && height > 0 ? { left, top, width, height } : null;
}
