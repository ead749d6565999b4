// Vietnamese number plates drawn on a canvas after QCVN 08:2024/BCA's sizes; all lengths in millimetres.
export const PLATE_MM = { long: [520, 110], short: [330, 165], motorcycle: [190, 140] };

/** Where the lines of a plate lie: top edge, character height, character width and the gap between characters. */
const LINES = {
  long: [{ top: 15, height: 80, width: 42, gap: 9 }],
  short: [
    { top: 14, height: 64, width: 42, gap: 10 },
    { top: 88, height: 64, width: 42, gap: 9 },
  ],
  motorcycle: [
    { top: 11, height: 54, width: 27, gap: 6 },
    { top: 75, height: 54, width: 27, gap: 5 },
  ],
};
const BACKGROUND = { white: '#eef0ee', yellow: '#f2c21a', blue: '#1d4fa3', red: '#b3201f' };
const INK = { white: '#14161a', yellow: '#14161a', blue: '#f4f4f0', red: '#f4f4f0' };
const FONT = '700 200px "PlateFont"';

/** `61A-123.45` stays one line when long and breaks at the hyphen when short; `61-B1 123.45` breaks at the space. */
export function plateLines(layout, text) {
  if (layout === 'long') return [text];
  return text.includes(' ') ? text.split(' ') : text.split('-');
}

/**
 * Draws one plate. `random` gives numbers in [0, 1) for the grime; `createCanvas` lets a program without a page use it.
 * @param {{ layout: string, text: string, background: string, grime?: number }} plate
 */
export function drawPlate(plate, random, createCanvas = pageCanvas) {
  const [width, height] = PLATE_MM[plate.layout];
  const scale = plate.layout === 'motorcycle' ? 4 : 2;
  const canvas = createCanvas(width * scale, height * scale);
  const context = canvas.getContext('2d');
  context.scale(scale, scale);
  context.fillStyle = BACKGROUND[plate.background];
  context.fillRect(0, 0, width, height);
  drawBorder(context, plate, width, height);
  context.fillStyle = INK[plate.background];
  plateLines(plate.layout, plate.text).forEach((line, index) => {
    drawLine(context, line, width / 2, LINES[plate.layout][index]);
  });
  drawGrime(context, width, height, plate.grime ?? 0.12, random);
  return canvas;
}

function pageCanvas(width, height) {
  return Object.assign(document.createElement('canvas'), { width, height });
}

function drawBorder(context, plate, width, height) {
  const inset = plate.layout === 'motorcycle' ? 3 : 4;
  context.strokeStyle = INK[plate.background];
  context.lineWidth = inset;
  context.beginPath();
  context.roundRect(inset, inset, width - 2 * inset, height - 2 * inset, inset * 2.8);
  context.stroke();
}

function drawLine(context, text, centre, { top, height, width, gap }) {
  const widthOf = (character) => (character === '-' ? width * 0.55 : character === '.' ? width * 0.3 : width);
  const total = [...text].reduce((sum, character) => sum + widthOf(character) + gap, -gap);
  let left = centre - total / 2;
  for (const character of text) {
    const cell = { left, top, width: widthOf(character), height };
    if (character === '-') context.fillRect(left + cell.width * 0.1, top + height * 0.45, cell.width * 0.8, height * 0.11);
    else if (character === '.') drawDot(context, cell);
    else drawCharacter(context, character, cell);
    left += cell.width + gap;
  }
}

function drawDot(context, { left, top, width, height }) {
  context.beginPath();
  context.arc(left + width / 2, top + height * 0.5, height * 0.085, 0, 7);
  context.fill();
}

/** Stretches the character so that its ink fills the cell, as the stamped characters do; a 1 keeps its own width. */
function drawCharacter(context, character, { left, top, width, height }) {
  context.save();
  context.font = FONT;
  context.textAlign = 'left';
  context.textBaseline = 'alphabetic';
  const ink = context.measureText(character);
  const inkWidth = ink.actualBoundingBoxLeft + ink.actualBoundingBoxRight;
  const inkHeight = ink.actualBoundingBoxAscent + ink.actualBoundingBoxDescent;
  const tall = height / inkHeight;
  const wide = character === '1' ? Math.min(width / inkWidth, tall) : width / inkWidth;
  context.translate(left + (width - inkWidth * wide) / 2, top);
  context.scale(wide, tall);
  context.fillText(character, ink.actualBoundingBoxLeft, ink.actualBoundingBoxAscent);
  context.restore();
}

function drawGrime(context, width, height, amount, random) {
  for (let spot = 0; spot < 40; spot++) {
    context.fillStyle = `rgba(90,80,65,${random() * amount * 0.4})`;
    context.beginPath();
    context.arc(random() * width, height - random() ** 2 * height, 4 + random() * 18, 0, 7);
    context.fill();
  }
}
