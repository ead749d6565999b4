// Everything that the console's routes need from below: one set of functions, so that routes know no tables.
import type { DismissReason } from '../../domain/case.ts';
import type { Manifest } from '../../domain/evidence.ts';
import type { AuditData, AuditKind, Actor } from '../../domain/ledger.ts';
import type { Channel } from '../../domain/notice.ts';
import type { PlateText } from '../../domain/units.ts';
import type { CameraFile } from '../../domain/scene.ts';
import type { Letter } from '../../pipeline/cases/deliveries.ts';
import type { Account, CaseView, ContestRow, HistoryRow, OwnerView, QueueQuery, QueueView, Undelivered } from './contract.ts';
import type { CameraStatus, HourView, PlatePixelsRow, SwitchName, SwitchView } from './cameras-contract.ts';

/** The officer's desk. Writers throw Refused from the table of domain/errors.ts. */
export type Desk = {
  /** Null for a wrong name or password; both outcomes are on the ledger. */
  readonly signIn: (name: string, password: string) => Promise<Account | null>;
  readonly queue: (query: QueueQuery) => Promise<QueueView>;
  readonly caseView: (id: string) => Promise<CaseView | null>;
  readonly manifest: (id: string) => Promise<Manifest | null>;
  readonly history: (id: string) => Promise<readonly HistoryRow[]>;
  readonly claim: (id: string, officer: string) => Promise<void>;
  readonly release: (id: string, officer: string) => Promise<void>;
  readonly correctPlate: (id: string, officer: string, plate: PlateText) => Promise<void>;
  readonly confirm: (id: string, officer: string, plate: PlateText) => Promise<void>;
  readonly dismiss: (id: string, officer: string, reason: DismissReason, note: string) => Promise<void>;
  readonly respond: (id: string, officer: string, outcome: 'uphold' | 'withdraw' | 'settle', reason: string) => Promise<void>;
  readonly lookAtOwner: (id: string, officer: string, purpose: string) => Promise<OwnerView | null>;
  readonly recordLook: (id: string, actor: Actor, data: AuditData<'looked'>) => Promise<void>;
  /** What has failed, and paper to be posted. */
  readonly undelivered: () => Promise<readonly Undelivered[]>;
  readonly deliverAgain: (id: string, officer: string, channel: Channel) => Promise<void>;
  readonly posted: (id: string, officer: string, letter: Letter) => Promise<void>;
  /** Hash of the signed notice in the evidence store; null where there is none. */
  readonly noticePdf: (id: string) => Promise<string | null>;
  readonly openContests: () => Promise<readonly ContestRow[]>;
};

/** The operator's desk. */
export type CameraDesk = {
  readonly list: () => Promise<readonly CameraStatus[]>;
  /** Null for an unknown camera. */
  readonly read: (camera: string) => Promise<{ readonly file: CameraFile; readonly version: string } | null>;
  /** A real frame of the camera (JPEG), null where none was kept. */
  readonly picture: (camera: string, which?: 'reference' | 'now') => Promise<Uint8Array | null>;
  /** Audited: the present picture becomes the one that the scene is compared with. */
  readonly renewPicture: (camera: string, operator: string) => Promise<void>;
  /** Writes a new version of the YAML; throws Refused('wrong_state') when `basedOn` is no longer the newest. */
  readonly save: (camera: string, file: CameraFile, basedOn: string, operator: string) => Promise<string>;
  readonly switches: (camera: string) => Promise<readonly SwitchView[]>;
  /** Audited; `until` in epoch ms, null to end it now. */
  readonly setSwitch: (camera: string, name: SwitchName, until: number | null, operator: string) => Promise<void>;
  /** What was counted in the newest hours, newest first. */
  readonly hours: (camera: string) => Promise<readonly HourView[]>;
  readonly platePixels: (file: CameraFile) => readonly PlatePixelsRow[];
  /** What the schema cannot say: names that point nowhere, a calibration that does not fit. */
  readonly mistakes: (file: CameraFile) => readonly { readonly field: string; readonly message: string }[];
};

export type { AuditKind };
