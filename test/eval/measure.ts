// Opens the repository's models and measures those that it has.
import type { ReadPlate } from '../../domain/sighting.ts';
import { OWN_MANIFEST } from '../../models/eyes.ts';
import { loadManifest, openModel, plateModel, readerModel, signalModel, vehicleModel, type Manifest, type OpenModel, type VehicleModel } from '../../models/manifest.ts';
import { createFindPlates } from '../../models/plates.ts';
import { createReadQuad } from '../../models/reader.ts';
import type { ReadLine } from './ocr-text.ts';
import { measurePlates } from './plates.ts';
import { measureReader } from './reader.ts';
import { measureSignals } from './signals.ts';
import type { Tile } from './pictures.ts';
import type { Table } from './table.ts';
import { measureVehicles } from './vehicles.ts';

export type Yardsticks = { readonly vehicles: OpenModel<VehicleModel>; readonly text: ReadLine; readonly plates: ReadPlate };
export type Result = { readonly table: Table; readonly worst: readonly Tile[] };

/** `yardsticks` null: ours alone, which is much faster. `only`: one model's name. */
export async function measureAll(yardsticks: Yardsticks | null, only?: string): Promise<readonly Result[]> {
  const manifest = await loadManifest(OWN_MANIFEST);
  const measures: Readonly<Record<string, () => Promise<Result | readonly Result[] | null>>> = {
    vehicles: async () => {
      const entry = vehicleModel(manifest);
      return entry === null ? null : measureVehicles(await openModel(manifest, entry), yardsticks?.vehicles ?? null);
    },
    signals: async () => {
      const entry = signalModel(manifest);
      return entry === null ? null : measureSignals(await openModel(manifest, entry));
    },
    plates: async () => ownPlates(manifest, yardsticks),
    reader: async () => {
      const entry = readerModel(manifest);
      return entry === null ? null : measureReader(createReadQuad(await openModel(manifest, entry)), yardsticks?.text ?? null);
    },
  };
  const results: Result[] = [];
  for (const [name, measure] of Object.entries(measures)) {
    const result = only === undefined || only === name ? await measure() : null;
    if (result !== null) results.push(...[result].flat());
  }
  return results;
}

async function ownPlates(manifest: Manifest, yardsticks: Yardsticks | null): Promise<Result | null> {
  const finder = plateModel(manifest);
  const reader = readerModel(manifest);
  if (finder === null || reader === null) return null;
  const find = createFindPlates(await openModel(manifest, finder));
  return measurePlates(find, createReadQuad(await openModel(manifest, reader)), yardsticks?.plates ?? null);
}
