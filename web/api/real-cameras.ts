// The operator's desk over the database and the folder of camera files.
import { vietnamDay, vietnamIso, type Clock } from '../../domain/clock.ts';
import { epochMs, type EpochMs } from '../../domain/units.ts';
import type { CameraFile } from '../../domain/scene.ts';
import type { Switches } from '../../pipeline/cases/switches.ts';
import type { Database } from '../../prisma/views.ts';
import { cameraHealth, newestHours, type CameraHealth } from '../../prisma/views-cameras.ts';
import type { CameraStatus, PlatePixelsRow } from './cameras-contract.ts';
import type { CameraDesk } from './desk.ts';

type HeldFile = { readonly file: CameraFile; readonly version: string };
/** A file that cannot be used, by its name. */
type BrokenFile = { readonly broken: string; readonly why: string };
/** Where camera files lie; their hash is their version. */
export type CameraFiles = {
  readonly all: () => Promise<readonly (HeldFile | BrokenFile)[]>;
  /** Writes a new version and answers with its hash; throws Refused('wrong_state') when `basedOn` is not the newest. */
  readonly save: (camera: string, file: CameraFile, basedOn: string, record: Note) => Promise<string>;
  /** A real frame as JPEG, the reference unless `now` is asked for; null where none was kept. */
  readonly picture: (camera: string, which?: 'reference' | 'now') => Promise<Uint8Array | null>;
  /** The present picture becomes the reference; throws Refused('wrong_state') where there is none. */
  readonly renewPicture: (camera: string, record: Note) => Promise<void>;
};
/** Called when all is checked and before anything is written: what is not on the ledger is not done. */
type Note = (value: string) => Promise<void>;
export type CameraDeskOptions = {
  readonly db: Database;
  readonly clock: Clock;
  readonly files: CameraFiles;
  readonly switches: Switches;
  readonly platePixels: (file: CameraFile) => readonly PlatePixelsRow[];
  readonly mistakes: CameraDesk['mistakes'];
};

const QUIET_MS = 60_000;
const HOURS_SHOWN = 24;

export const goodOnes = (all: readonly (HeldFile | BrokenFile)[]): readonly HeldFile[] => all.flatMap((one) => ('file' in one ? [one] : []));

export function createCameraDesk({ db, clock, files, switches, platePixels, mistakes }: CameraDeskOptions): CameraDesk {
  const find = async (camera: string): Promise<HeldFile | null> => goodOnes(await files.all()).find(({ file }) => file.camera === camera) ?? null;
  return {
    list: async () => {
      const all = await files.all();
      const idOf = (one: HeldFile | BrokenFile): string => ('file' in one ? one.file.camera : one.broken);
      const healths = await cameraHealth(db, all.map(idOf));
      return all.map((one) => {
        const health = healths.find(({ camera }) => camera === idOf(one));
        return 'file' in one ? statusOf(one.file, health, clock.now()) : brokenStatus(one, health, clock.now());
      });
    },
    read: find,
    picture: files.picture,
    renewPicture: async (camera, operator) => files.renewPicture(camera, async (value) => switches.note(operator, camera, 'reference_picture', value)),
    save: async (camera, file, basedOn, operator) => files.save(camera, file, basedOn, async (version) => switches.note(operator, camera, 'camera_file', version)),
    switches: async (camera) => (await switches.now(camera)).map(({ kind, from, until, setBy }) => ({ name: kind, from: vietnamIso(from), until: until === null ? '' : vietnamIso(until), by: setBy })),
    setSwitch: async (camera, name, until, operator) => switches.set(operator, camera, name, until === null ? null : epochMs(until)),
    hours: async (camera) => (await newestHours(db, camera, HOURS_SHOWN)).map(({ hourAt, counts }) => ({ at: vietnamIso(hourAt), vehicles: counts.vehicle, voids: counts.void, screened: counts.screened, accused: counts.accused })),
    platePixels,
    mistakes,
  };
}

function statusOf(file: CameraFile, health: CameraHealth | undefined, now: EpochMs): CameraStatus {
  const { inspection } = file.device;
  const today = vietnamDay(now);
  const gap = health?.openGap ?? null;
  return {
    id: file.camera, name: file.name ?? file.camera, place: file.place.text, route: file.route, unit: file.unit, synthetic: file.source.synthetic,
    state: stateOf(health, now), last_frame_at: health?.lastFrameAt == null ? null : vietnamIso(health.lastFrameAt), gaps: health?.gaps ?? 0,
    faults: [...(gap === null ? [] : [{ kind: 'stream', at: vietnamIso(gap.from), detail: gap.cause }]), ...(health?.faults ?? [])],
    inspection_valid_to: inspection.valid_to, inspection_valid: inspection.valid_from <= today && today <= inspection.valid_to,
  };
}

/** What little is known of a camera whose file cannot be used; its watch may be running by the version before. */
function brokenStatus({ broken, why }: BrokenFile, health: CameraHealth | undefined, now: EpochMs): CameraStatus {
  return {
    id: broken, name: broken, place: '', route: '', unit: '', synthetic: false, state: stateOf(health, now),
    last_frame_at: health?.lastFrameAt == null ? null : vietnamIso(health.lastFrameAt), gaps: health?.gaps ?? 0,
    faults: [{ kind: 'camera_file_wrong', at: vietnamIso(now), detail: why }, ...(health?.faults ?? []).filter(({ kind }) => kind !== 'camera_file_wrong')],
    inspection_valid_to: '', inspection_valid: false,
  };
}

function stateOf(health: CameraHealth | undefined, now: EpochMs): CameraStatus['state'] {
  switch (health?.state) {
    case 'watching':
    case 'moved':
    case 'faulty':
      return health.updatedAt !== null && now - health.updatedAt > QUIET_MS ? 'no_frames' : health.state;
    case 'no_frames':
      return health.state;
    default:
      return 'stopped';
  }
}
