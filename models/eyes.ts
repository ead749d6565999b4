// Opens every model that one camera needs and hands them over as the pipeline's functions.
import type { Scene } from '../domain/scene.ts';
import type { Detect, ModelRef, ReadPlate, ReadSignals } from '../domain/sighting.ts';
import { Failure } from '../domain/errors.ts';
import { loadManifest, openModel, plateModel, readerModel, signalModel, vehicleModel, type Manifest } from './manifest.ts';
import { createFindPlates } from './plates.ts';
import { createReadPlate, createReadQuad } from './reader.ts';
import { createReadSignals } from './signals.ts';
import { usualInputPx } from './tiles.ts';
import { createDetect, type Region } from './vehicles.ts';

export type Eyes = {
  readonly detect: Detect;
  readonly readSignals: ReadSignals;
  readonly readPlate: ReadPlate;
  readonly strongScore: number;
  readonly weakScore: number;
  readonly models: readonly ModelRef[];
  readonly close: () => Promise<void>;
};

/** The manifest that comes with the repository. */
export const OWN_MANIFEST = new URL('manifest.json', import.meta.url).pathname;

/** Throws Failure('model_wrong') when a file is missing or is not the one that the manifest names. */
export async function openEyes(manifestPath: string, scene: Scene, threads: number): Promise<Eyes> {
  const manifest = await loadManifest(manifestPath);
  const entry = vehicleModel(manifest);
  if (entry === null) throw new Failure('model_wrong', `manifest ${manifestPath}: expected a model for the job "vehicles", it has none`);
  const vehicles = await openModel(manifest, entry, { threads });
  const plates = await openPlates(manifest, threads);
  const lamps = signalModel(manifest);
  const signals = lamps === null || scene.signals.length === 0 ? null : await openModel(manifest, lamps, { threads: 1 });
  return {
    detect: createDetect(vehicles, regionsOf(scene)),
    readSignals: createReadSignals(scene.signals, signals),
    readPlate: plates.readPlate,
    strongScore: entry.strong_score,
    weakScore: entry.min_score,
    models: [vehicles.ref, ...(signals === null ? [] : [signals.ref]), ...plates.refs],
    close: async () => {
      await vehicles.session.close();
      await signals?.session.close();
      await plates.close();
    },
  };
}

/** What the detector looks at: the declared regions, or else the whole picture. */
function regionsOf(scene: Scene): readonly Region[] {
  const { widthPx, heightPx, file } = scene;
  const pxPerMetre = widthPx / file.view.width_m;
  const asked = (id: string): number | undefined => file.regions.find((region) => region.id === id)?.input_px;
  const whole = { id: '', box: { x1: 0, y1: 0, x2: widthPx, y2: heightPx } };
  return (scene.regions.length === 0 ? [whole] : scene.regions).map(({ id, box }) => ({ box, inputPx: asked(id) ?? usualInputPx(box, pxPerMetre) }));
}

type Plates = { readonly readPlate: ReadPlate; readonly refs: readonly ModelRef[]; readonly close: () => Promise<void> };

/** A manifest without locator or reader sees offences and reads no plate. */
async function openPlates(manifest: Manifest, threads: number): Promise<Plates> {
  const [finder, reader] = [plateModel(manifest), readerModel(manifest)];
  if (finder === null || reader === null) return { readPlate: async () => Promise.resolve(null), refs: [], close: async () => Promise.resolve() };
  const find = await openModel(manifest, finder, { threads });
  const read = await openModel(manifest, reader, { threads });
  return {
    readPlate: createReadPlate(createFindPlates(find), createReadQuad(read)),
    refs: [find.ref, read.ref],
    close: async () => {
      await find.session.close();
      await read.session.close();
    },
  };
}
