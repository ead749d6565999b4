// Composes the fields of a notice from a confirmed case: pure, dated by the day of the act, with no amount to pay and no account number.
import { vietnamDay } from '../domain/clock.ts';
import { formAt, formReference, legalBasis, type NoticeForm } from '../domain/forms.ts';
import type { FineRow } from '../domain/law.ts';
import type { NoticeFields } from '../domain/notice.ts';
import { displayPlate } from '../domain/plate.ts';
import type { CameraFile } from '../domain/scene.ts';
import type { PlateColour } from '../domain/sighting.ts';
import { provinceEnded, unitAt, type StateUnit } from '../domain/units-of-state.ts';
import { epochMs, type EpochMs, type PlateText, type Sha256 } from '../domain/units.ts';
import { VEHICLE_VI, type AccusedKind } from '../domain/vehicle.ts';
import { alternativeUnit, BRING, consequence, enclosure, PLATE_COLOUR_VI, workingHours } from './wording.ts';

export type NoticeOwner = { readonly kind: 'person' | 'organisation'; readonly name: string; readonly address: string };
export type ComposeInput = {
  readonly caseNumber: string;
  readonly issuedAt: EpochMs;
  readonly act: { readonly at: EpochMs; readonly vehicle: AccusedKind; readonly synthetic: boolean };
  readonly camera: Pick<CameraFile, 'route' | 'place' | 'unit' | 'device'>;
  readonly plate: { readonly text: PlateText; readonly colour: PlateColour };
  readonly owner: NoticeOwner;
  readonly law: FineRow;
  readonly signer: { readonly title: string; readonly name: string; readonly simulated: boolean };
  readonly evidenceSha256: Sha256;
  readonly enclosed: { readonly pictures: number; readonly clips: number };
  /** The QR's address, which names the number. */
  readonly verifyUrl: (number: string) => string;
};
/** What a person at the issuing unit must still look at; codes, no personal data. */
export type ComposeWarning = 'unit_unconfirmed' | 'form_unconfirmed' | 'law_unconfirmed' | 'province_name_ended';
export type Composed = { readonly fields: NoticeFields; readonly respondBy: EpochMs; readonly warnings: readonly ComposeWarning[] };

const DAY_MS = 86_400_000;

/**
 * Decree and form go by the day of the act; the unit that detected is named as on that day, the unit that issues as on the day of issue.
 * The notice is marked simulated when the video is, when the signing certificate is, or while the unit's data are unconfirmed.
 */
export function composeNotice(input: ComposeInput): Composed {
  const { act, camera, owner, law, signer, issuedAt } = input;
  const form = formAt(act.at);
  const issuing = unitAt(camera.unit, issuedAt);
  const detecting = unitAt(camera.unit, act.at);
  const respondBy = epochMs(issuedAt + form.answer_days * DAY_MS);
  const number = `${input.caseNumber}/${issuing.suffix}`;
  const fields: NoticeFields = {
    form: formReference(form),
    number,
    issuing_authority_parent: issuing.parent,
    issuing_unit: issuing.name,
    place: issuing.place,
    issued_at: issuedAt,
    addressee: `${owner.kind === 'person' ? 'Ông (Bà)' : 'Tổ chức'}: ${owner.name}`,
    detecting_unit: `${detecting.name}, ${detecting.parent}`,
    vehicle_type: VEHICLE_VI[act.vehicle],
    plate: displayPlate(input.plate.text),
    plate_colour: PLATE_COLOUR_VI[input.plate.colour],
    owner_name: owner.name,
    owner_address: owner.address,
    violation_at: act.at,
    violation_place: placeText(camera),
    offence_text: law.offence_vi,
    legal_basis: legalBasis(law, act.at),
    ...summons(form, issuing, owner, respondBy),
    bring: BRING,
    enclosure: enclosure(input.enclosed, camera.device),
    contact_phone: issuing.phone,
    recipients: recipients(issuing),
    signer_title: signer.title,
    signer_name: signer.name,
    verify_url: input.verifyUrl(number),
    evidence_sha256: input.evidenceSha256,
    synthetic: act.synthetic || signer.simulated || !issuing.confirmed,
  };
  return { fields, respondBy, warnings: warningsOf(form, [issuing, detecting], law, camera, act.at) };
}

type Summons = Pick<NoticeFields, 'appointment' | 'appear_at_unit' | 'appear_at_address' | 'alternative_unit' | 'consequence'>;
function summons(form: NoticeForm, issuing: StateUnit, owner: NoticeOwner, respondBy: EpochMs): Summons {
  return {
    appointment: workingHours(form.answer_days, dayText(respondBy)),
    appear_at_unit: `${issuing.name}, ${issuing.parent}`,
    appear_at_address: issuing.address,
    alternative_unit: alternativeUnit(form),
    consequence: consequence(form, owner.kind),
  };
}

function placeText({ route, place }: ComposeInput['camera']): string {
  const km = place.km === undefined ? '' : `, Km ${place.km.replace(/^km\s*/i, '')}`;
  const road = place.text.includes(route) ? '' : `, ${route}`;
  return `${place.text}${road}${km}, ${place.ward}, ${place.province}`;
}

const recipients = (issuing: StateUnit): readonly string[] => ['Như trên;', `Lãnh đạo ${issuing.name} (để báo cáo);`, 'Công an cấp xã nơi chủ phương tiện cư trú;', 'Lưu: Hồ sơ vụ việc.'];

function warningsOf(form: NoticeForm, units: readonly StateUnit[], law: FineRow, camera: ComposeInput['camera'], at: EpochMs): readonly ComposeWarning[] {
  const warnings: ComposeWarning[] = [];
  if (units.some(({ confirmed }) => !confirmed)) warnings.push('unit_unconfirmed');
  if (!form.confirmed) warnings.push('form_unconfirmed');
  if (!/^V(\(100\))?(;|$)/.test(law.evidence)) warnings.push('law_unconfirmed');
  if (provinceEnded(camera.place.province, at) !== null) warnings.push('province_name_ended');
  return warnings;
}

/** `20/11/2026`, in Vietnam. */
export function dayText(at: EpochMs): string {
  const [year, month, day] = vietnamDay(at).split('-');
  return `${day}/${month}/${year}`;
}
