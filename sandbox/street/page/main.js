// The page's door: `window.street.prepare(scene)` once, then `draw(moment)` for each frame; or `survey(scene, moments)` without pictures.
import { drawFrame, measureFrame, measuringStage, setStage } from './stage.js';

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

window.street = {
  prepare: async (description) => {
    await loadFonts();
    stage = setStage(description);
  },
  /** Where every vehicle is at each moment. */
  survey: async (description, moments) => {
    await loadFonts();
    const measuring = measuringStage(description);
    return moments.map((moment) => measureFrame(measuring, moment));
  },
  /**
   * Pixels leave by POST while the next frame is drawn, in the order of drawing. As a Blob: the body of any other kind
   * is copied to whoever drives the browser, which costs more than drawing.
   */
  draw: async (moment) => {
    const { pixels, seen } = drawFrame(stage, moment);
    await sent;
    sent = fetch('/frame', { method: 'POST', body: new Blob([pixels]) });
    return seen;
  },
};
