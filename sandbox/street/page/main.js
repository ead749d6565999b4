// The page's door: `window.street.prepare(scene)` once, then `sprite(request)` for each vehicle that looks new; or `survey(scene, moments)` without pictures.
import { labelPixels } from './label.js';
import { drawSprite, forgetVehicle, measureFrame, measuringStage, setStage } from './stage.js';

const VIETNAMESE =
  'U+0102-0103,U+0110-0111,U+0128-0129,U+0168-0169,U+01A0-01A1,U+01AF-01B0,U+0300-0301,U+0303-0304,U+0308-0309,U+0323,U+0329,U+1EA0-1EF9,U+20AB';
const FONT_FOLDER = '/modules/@fontsource/barlow-condensed/files';

let stage = null;
let sent = Promise.resolve();

async function loadFonts() {
  const faces = [
    new FontFace('PlateFont', `url(${FONT_FOLDER}/barlow-condensed-latin-700-normal.woff2)`),
    new FontFace('PlateFont', `url(${FONT_FOLDER}/barlow-condensed-vietnamese-700-normal.woff2)`, { unicodeRange: VIETNAMESE }),
  ];
  for (const face of faces) document.fonts.add(await face.load());
  await document.fonts.ready;
}

/**
 * Pixels leave by POST while the next are drawn, in the order of drawing. As a Blob: the body of any other kind is copied
 * to whoever drives the browser, which costs more than drawing.
 */
async function send(pixels) {
  await sent;
  sent = fetch('/pixels', { method: 'POST', body: new Blob([pixels]) });
}

window.street = {
  /** Sends the label, the distances, the shaded world (if any sun shines) and the world by state of the signal; says how many. */
  prepare: async (description) => {
    await loadFonts();
    stage = setStage(description);
    const { distances, shaded, pictures } = stage.backdrop;
    stage.backdrop = null;
    for (const pixels of [labelPixels(), distances, ...(shaded === null ? [] : [shaded]), ...pictures]) await send(pixels);
    return { shaded: shaded !== null, pictures: pictures.length };
  },
  /** Where every vehicle is at each moment; on the prepared stage, if there is one, whose vehicles are then built already. */
  survey: async (description, moments) => {
    await loadFonts();
    const measuring = stage ?? measuringStage(description);
    return moments.map((moment) => measureFrame(measuring, moment));
  },
  sprite: async (request) => send(drawSprite(stage, request)),
  forget: (id) => forgetVehicle(stage, id),
};
