// Handler of issue_notice: a confirmed case becomes one signed notice, with its state, audit event and deliveries in one transaction.
import { randomInt } from 'node:crypto';
import { advance } from '../domain/case.ts';
import type { Clock } from '../domain/clock.ts';
import { Failure } from '../domain/errors.ts';
import type { EvidenceStore } from '../domain/evidence.ts';
import { lawAt, type LawTable } from '../domain/law.ts';
import type { JobOutcome, JobPayload } from '../domain/ledger.ts';
import { cameraFile, type CameraFile } from '../domain/scene.ts';
import { caseId, noticeId, sha256, type CaseId, type EpochMs, type NoticeId, type Sha256 } from '../domain/units.ts';
import { moveCase } from '../prisma/cases.ts';
import { inTransaction, type Database } from '../prisma/client.ts';
import { queueDelivery } from '../prisma/deliveries.ts';
import { append } from '../prisma/ledger.ts';
import { addNotice, channelsFor, noticeMaterial, type NewNotice, type NoticeMaterial, type NoticeRecipient } from '../prisma/notices.ts';
import { composeNotice } from './compose.ts';
import { gatherProof, type MaskPicture } from './proof.ts';
import { renderNotice } from './render.ts';
import { signPdf } from './sign.ts';
import { chooseSigner, type Signatory } from './signatory.ts';
import type { SigningKey } from './signing-key.ts';

export type IssueDeps = {
  readonly db: Database;
  readonly clock: Clock;
  readonly store: EvidenceStore;
  readonly mask: MaskPicture;
  readonly law: LawTable;
  readonly signingKey: SigningKey;
  readonly signatories: readonly Signatory[];
  /** require: no authorised signatory, no notice; warn: the highest signs and the notice carries a warning. */
  readonly authority: 'require' | 'warn';
  /** Of the owner portal, without a slash at the end. */
  readonly portalUrl: string;
};
/** A material that passed every check: somebody may be accused on it. */
type Sound = NoticeMaterial & { readonly owner: NoticeRecipient; readonly confirmed: NonNullable<NoticeMaterial['confirmed']> };

/** One notice a case: the id follows from the case, so a second run finds the first one's work. */
export const noticeIdOf = (id: CaseId): NoticeId => noticeId(`n-${id}`);

export function issueNotice(deps: IssueDeps): (payload: JobPayload<'issue_notice'>) => Promise<JobOutcome> {
  return async ({ case: id }) => {
    const material = await inTransaction(deps.db, async (tx) => noticeMaterial(tx, caseId(id)));
    if (material === null) throw new Failure('not_found', `case ${id}, its violation or its evidence does not exist`);
    // Withdrawn since, or noticed by an earlier run of this job.
    if (material.case.state !== 'confirmed') return 'skipped';
    const made = await makeNotice(deps, soundOf(material));
    return (await store(deps, made.notice, made.channels)) ? 'done' : 'skipped';
  };
}

/** The last gate before a person is accused: an officer's confirmation of exactly this plate, of exactly this owner's vehicle. */
function soundOf(material: NoticeMaterial): Sound {
  const { case: file, confirmed, owner, violation, evidence } = material;
  if (file.screeningOnly || violation.screeningOnly) throw new Failure('screening_only', `case ${file.id} is for screening only`);
  if (confirmed === null) throw new Failure('not_allowed', `case ${file.id} has no confirmation by an officer`);
  if (owner === null || file.match?.kind !== 'matched' || file.match.ownerId !== owner.id) throw new Failure('no_owner', `case ${file.id} has no established owner`);
  if (file.match.plate !== confirmed.plate || file.plate !== confirmed.plate) throw new Failure('wrong_state', `case ${file.id}: the plate that was confirmed is not the plate that was matched`);
  if (evidence.manifest.violation !== violation.id) throw new Failure('evidence_broken', `case ${file.id}: the evidence is of violation ${evidence.manifest.violation}, not of ${violation.id}`);
  return { ...material, confirmed, owner };
}

type Made = { readonly notice: NewNotice; readonly channels: ReturnType<typeof channelsFor> };
async function makeNotice(deps: IssueDeps, material: Sound): Promise<Made> {
  const { case: file, violation, owner, evidence, confirmed } = material;
  const issuedAt = deps.clock.now();
  const law = lawAt(deps.law, violation.offence, violation.vehicle, violation.at);
  const chosen = chooseSigner(deps.signatories, law, issuedAt, deps.authority);
  const proof = await gatherProof(deps.store, deps.mask, evidence, violation);
  const camera = await sceneOf(deps.store, violation.scene);
  const verifyCode = newCode();
  const composed = composeNotice({
    caseNumber: file.number, issuedAt, act: violation, camera, plate: { text: confirmed.plate, colour: material.plateColour }, owner, law,
    signer: { title: chosen.titleText, name: chosen.name, simulated: deps.signingKey.simulated },
    evidenceSha256: evidence.sha256, enclosed: proof.enclosed, verifyUrl: (number) => verifyUrl(deps.portalUrl, number, verifyCode),
  });
  const { fields, respondBy } = composed;
  const signature = { reason: `Thông báo số ${fields.number}`, location: fields.place, name: fields.issuing_unit };
  const pdf = await signPdf(await renderNotice(fields, proof.pictures), deps.signingKey, signature, issuedAt);
  const pdfSha256 = sha256(await deps.store.put(pdf));
  const warnings = [...composed.warnings, ...chosen.warnings];
  return { notice: { id: noticeIdOf(file.id), case: file.id, owner: owner.id, fields, law, warnings, respondBy, pdfSha256, verifyCode }, channels: channelsFor(owner) };
}

/** The PDF is durable already; here the case, the notice, its deliveries and the audit event stand or fall together. */
async function store({ db, clock }: IssueDeps, notice: NewNotice, channels: Made['channels']): Promise<boolean> {
  return inTransaction(db, async (tx) => {
    const at: EpochMs = clock.now();
    const to = advance('confirmed', 'notice');
    if (to === null || !(await moveCase(tx, notice.case, { state: 'confirmed' }, to, at))) return false;
    if (!(await addNotice(tx, notice))) throw new Failure('internal', `case ${notice.case} was confirmed but has a notice already`);
    for (const channel of channels) await queueDelivery(tx, { notice: notice.id, channel }, at);
    await append(tx, { actor: { kind: 'system', id: 'issue_notice' }, at, caseId: notice.case }, 'notice_issued', { notice: notice.id, pdf_sha256: notice.pdfSha256 });
    return true;
  });
}

/** The camera file that was in force when the act was seen, kept with the evidence under its hash. */
async function sceneOf(store: EvidenceStore, hash: Sha256): Promise<CameraFile> {
  const parsed = cameraFile.safeParse(JSON.parse(new TextDecoder().decode(await store.get(hash))));
  if (!parsed.success) throw new Failure('evidence_broken', `scene ${hash}: expected a camera file`, { cause: parsed.error });
  return parsed.data;
}

const verifyUrl = (portal: string, number: string, code: string): string => `${portal}/xac-minh?so=${encodeURIComponent(number)}&ma=${code}`;

/** 16 letters without look-alikes: 75 bits, short enough to be typed from paper. */
function newCode(): string {
  const letters = 'ABCDEFGHJKMNPQRSTUVWXYZ23456789';
  return Array.from({ length: 16 }, () => letters[randomInt(letters.length)] ?? 'A').join('');
}
