// Pictures of the measured sets: decoded, shrunk, cut, and put together as a contact sheet of the worst cases.
import sharp from 'sharp';
import type { Box } from '../../domain/geometry.ts';
import type { Frame } from '../../domain/sighting.ts';
import { cameraId, epochMs, mediaMs, sessionId } from '../../domain/units.ts';
import type { Picture } from '../../models/image.ts';

export async function open(path: string): Promise<Picture> {
  const { data, info } = await sharp(path).removeAlpha().toColourspace('srgb').raw().toBuffer({ resolveWithObject: true });
  return { widthPx: info.width, heightPx: info.height, rgb: new Uint8Array(data.buffer, data.byteOffset, data.byteLength) };
}

/** A still as the frame that the pipeline's functions take. */
export const asFrame = (picture: Picture): Frame => ({ ...picture, camera: cameraId('still'), session: sessionId('still'), at: mediaMs(0), capturedAt: epochMs(0), clockErrorMs: 0 });

/** The picture with sides × `factor` (≤ 1), every pixel the mean of what it covers. */
export function shrink(picture: Picture, factor: number): Picture {
  if (factor >= 1) return picture;
  const wide = Math.max(1, Math.round(picture.widthPx * factor));
  const tall = Math.max(1, Math.round(picture.heightPx * factor));
  const across = shares(picture.widthPx, wide);
  const down = shares(picture.heightPx, tall);
  const rgb = new Uint8Array(wide * tall * 3);
  for (let y = 0; y < tall; y += 1) {
    for (let x = 0; x < wide; x += 1) {
      for (let c = 0; c < 3; c += 1) {
        let sum = 0;
        for (const [row, high] of down[y] ?? []) for (const [column, broad] of across[x] ?? []) sum += high * broad * (picture.rgb[(row * picture.widthPx + column) * 3 + c] ?? 0);
        rgb[(y * wide + x) * 3 + c] = Math.round(sum);
      }
    }
  }
  return { widthPx: wide, heightPx: tall, rgb };
}

/** For each of `to` cells the source cells that it covers, with shares that sum to 1. */
function shares(from: number, to: number): readonly (readonly (readonly [number, number])[])[] {
  const ratio = from / to;
  return Array.from({ length: to }, (_, i) => {
    const low = i * ratio;
    const high = low + ratio;
    const cells: [number, number][] = [];
    for (let j = Math.floor(low); j < Math.min(from, Math.ceil(high)); j += 1) {
      const share = (Math.min(high, j + 1) - Math.max(low, j)) / ratio;
      if (share > 1e-6) cells.push([j, share]);
    }
    return cells;
  });
}

export type Mark = { readonly points: readonly { readonly x: number; readonly y: number }[]; readonly colour: string };
export type Tile = { readonly picture: Picture; readonly part?: Box; readonly marks?: readonly Mark[]; readonly text: string };
const TILE = { wide: 240, tall: 180, caption: 20, columns: 5 };

export const boxMark = ({ x1, y1, x2, y2 }: Box, colour: string): Mark => ({ points: [{ x: x1, y: y1 }, { x: x2, y: y1 }, { x: x2, y: y2 }, { x: x1, y: y2 }], colour });

/** Tiles in rows, each with its marks and a caption. */
export async function contactSheet(tiles: readonly Tile[], path: string): Promise<void> {
  const rows = Math.ceil(tiles.length / TILE.columns);
  if (rows === 0) return;
  const parts = await Promise.all(tiles.map(async (tile, i) => ({ input: await drawn(tile), left: (i % TILE.columns) * TILE.wide, top: Math.floor(i / TILE.columns) * (TILE.tall + TILE.caption) })));
  await sharp({ create: { width: TILE.columns * TILE.wide, height: rows * (TILE.tall + TILE.caption), channels: 3, background: '#202020' } }).composite(parts).png().toFile(path);
}

async function drawn({ picture, part, marks = [], text }: Tile): Promise<Buffer> {
  const whole = { x1: 0, y1: 0, x2: picture.widthPx, y2: picture.heightPx };
  const { x1, y1, x2, y2 } = part === undefined ? whole : { x1: Math.max(0, Math.floor(part.x1)), y1: Math.max(0, Math.floor(part.y1)), x2: Math.min(whole.x2, Math.ceil(part.x2)), y2: Math.min(whole.y2, Math.ceil(part.y2)) };
  const scale = Math.min(TILE.wide / (x2 - x1), TILE.tall / (y2 - y1));
  const small = await sharp(picture.rgb, { raw: { width: picture.widthPx, height: picture.heightPx, channels: 3 } })
    .extract({ left: x1, top: y1, width: x2 - x1, height: y2 - y1 })
    .resize(Math.max(1, Math.floor((x2 - x1) * scale)), Math.max(1, Math.floor((y2 - y1) * scale)), { fit: 'fill', kernel: 'nearest' }).png().toBuffer();
  const lines = marks.map(({ points, colour }) => `<polygon points="${points.map(({ x, y }) => `${((x - x1) * scale).toFixed(1)},${((y - y1) * scale).toFixed(1)}`).join(' ')}" fill="none" stroke="${colour}" stroke-width="1.5"/>`);
  const caption = `<text x="3" y="${TILE.tall + 14}" font-size="12" font-family="DejaVu Sans" fill="white">${text.replace(/[<&]/g, '?')}</text>`;
  const svg = Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg" width="${TILE.wide}" height="${TILE.tall + TILE.caption}">${lines.join('')}${caption}</svg>`);
  return sharp({ create: { width: TILE.wide, height: TILE.tall + TILE.caption, channels: 3, background: 'black' } }).composite([{ input: small, left: 0, top: 0 }, { input: svg, left: 0, top: 0 }]).png().toBuffer();
}
