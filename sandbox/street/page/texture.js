// Textures painted on canvases: tileable noise and the helpers that turn a canvas into a three.js texture.
import * as THREE from 'three';

/**
 * @param {(context: CanvasRenderingContext2D, width: number, height: number) => void} paint
 * @param {{ repeat?: [number, number], anisotropy?: number, data?: boolean }} options data = not a colour
 */
export function paintedTexture(width, height, paint, options = {}) {
  const canvas = Object.assign(document.createElement('canvas'), { width, height });
  paint(canvas.getContext('2d'), width, height);
  const texture = new THREE.CanvasTexture(canvas);
  if (!options.data) texture.colorSpace = THREE.SRGBColorSpace;
  if (options.repeat) {
    texture.wrapS = texture.wrapT = THREE.RepeatWrapping;
    texture.repeat.set(...options.repeat);
  }
  texture.anisotropy = options.anisotropy ?? 4;
  return texture;
}

/** Tileable value noise in [0, 1], `octaves` layers starting at `cells` cells a side. */
export function tileableNoise(width, height, random, octaves = 5, cells = 4) {
  const sum = new Float32Array(width * height);
  let amplitude = 1;
  let total = 0;
  for (let octave = 0; octave < octaves; octave++) {
    addOctave(sum, width, height, random, cells * 2 ** octave, amplitude);
    total += amplitude;
    amplitude *= 0.55;
  }
  return sum.map((value) => value / total);
}

function addOctave(sum, width, height, random, cells, amplitude) {
  const grid = new Float32Array(cells * cells).map(() => random());
  const ease = (part) => part * part * (3 - 2 * part);
  for (let y = 0; y < height; y++) {
    const row = Math.floor((y / height) * cells);
    const down = ease((y / height) * cells - row);
    const above = (row % cells) * cells;
    const below = ((row + 1) % cells) * cells;
    for (let x = 0; x < width; x++) {
      const column = Math.floor((x / width) * cells);
      const right = ease((x / width) * cells - column);
      const left = column % cells;
      const next = (column + 1) % cells;
      const top = grid[above + left] + (grid[above + next] - grid[above + left]) * right;
      const bottom = grid[below + left] + (grid[below + next] - grid[below + left]) * right;
      sum[y * width + x] += (top + (bottom - top) * down) * amplitude;
    }
  }
}

/** Fills the canvas pixel by pixel; `colour(noise, index)` returns [r, g, b] or [r, g, b, a], 0–255. */
export function paintNoise(context, width, height, noise, colour) {
  const image = context.createImageData(width, height);
  for (let index = 0; index < width * height; index++) {
    const [red, green, blue, alpha = 255] = colour(noise[index], index);
    image.data.set([red, green, blue, alpha], index * 4);
  }
  context.putImageData(image, 0, 0);
}

/** A noise layer on a canvas of its own, to be drawn over something else. */
export function noiseLayer(size, noise, colour) {
  const canvas = Object.assign(document.createElement('canvas'), { width: size, height: size });
  paintNoise(canvas.getContext('2d'), size, size, noise, colour);
  return canvas;
}
