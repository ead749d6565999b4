// Opens every model that one camera needs and hands them over as the pipeline's functions.
import type { Scene } from '../domain/scene.ts';
import type { Detect, ModelRef, ReadPlate, ReadSignals } from '../domain/sighting.ts';
import { Failure } from '../domain/errors.ts';
import { createReadLine } from './ctc.ts';
import { loadManifest, openModel, plateModel, readerModel, signalModel, vehicleModel, type Manifest, type ModelEntry, type OpenModel } from './manifest.ts';
import { createFindPlates } from './plates.ts';
import { createReadLines } from './read-lines.ts';
import { createReadPlate, createReadQuad } from './reader.ts';
import { createReadSignals } from './signals.ts';
import { createFindLines } from './text-lines.ts';
import { createDetect } from './vehicles.ts';

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
  const regions = scene.regions.map(({ id, box }) => ({ box, inputPx: scene.file.regions.find((region) => region.id === id)?.input_px }));
  return {
    detect: createDetect(vehicles, regions),
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

type Plates = { readonly readPlate: ReadPlate; readonly refs: readonly ModelRef[]; readonly close: () => Promise<void> };

/** A manifest without locator or reader sees offences and reads no plate. */
async function openPlates(manifest: Manifest, threads: number): Promise<Plates> {
  const finder = plateModel(manifest);
  const reader = readerModel(manifest);
  if (finder?.decoder === 'corners' && reader?.decoder === 'plate_slots') {
    const find = await openModel(manifest, finder, { threads });
    const read = await openModel(manifest, reader, { threads });
    return together([find, read], createReadPlate(createFindPlates(find), createReadQuad(read)));
  }
  if (finder?.decoder === 'text_lines' && reader?.decoder === 'ctc') {
    const find = await openModel(manifest, finder, { threads });
    const read = await openModel(manifest, reader, { threads });
    return together([find, read], createReadLines(createFindLines(find), await createReadLine(manifest, read)));
  }
  if (finder !== null && reader !== null) throw new Failure('model_wrong', `manifest ${manifest.path}: a "${finder.decoder}" locator does not go with a "${reader.decoder}" reader; expected corners with plate_slots, or text_lines with ctc`);
  return together([], async () => Promise.resolve(null));
}

function together(models: readonly OpenModel<ModelEntry>[], readPlate: ReadPlate): Plates {
  return {
    readPlate,
    refs: models.map(({ ref }) => ref),
    close: async () => {
      for (const { session } of models) await session.close();
    },
  };
}
