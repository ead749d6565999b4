// The burnt-in words that say the picture is not a photograph.
const TEXT = 'HÌNH MÔ PHỎNG / SYNTHETIC';

export const LABEL = { width: 420, height: 44 };

/** RGBA, not premultiplied, top row first. */
export function labelPixels() {
  const { width, height } = LABEL;
  const context = Object.assign(document.createElement('canvas'), { width, height }).getContext('2d');
  context.fillStyle = 'rgba(0,0,0,.55)';
  context.fillRect(0, 0, width, height);
  context.fillStyle = '#fff';
  context.font = '700 32px "PlateFont"';
  context.textAlign = 'center';
  context.fillText(TEXT, width / 2, 33);
  return new Uint8Array(context.getImageData(0, 0, width, height).data);
}
