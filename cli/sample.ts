// Where the bundled, synthetic sample lies.
import { join } from 'node:path';

const folder = join(import.meta.dirname, '../sandbox/sample');

export const sampleCamera = join(folder, 'camera.yaml');
export const samplePopulation = join(folder, 'registers/population.csv');
/** Owners first: a vehicle's row names its owner. */
export const sampleRegisters = [samplePopulation, join(folder, 'registers/vehicles.csv')] as const;
