// Signs a notice's PDF (PAdES-B): a placeholder is appended, the rest is hashed, and the CMS goes into the gap.
import { plainAddPlaceholder } from '@signpdf/placeholder-plain';
import { SignPdf } from '@signpdf/signpdf';
import { Signer, SUBFILTER_ETSI_CADES_DETACHED } from '@signpdf/utils';
import type { EpochMs } from '../domain/units.ts';
import { signDetached } from './cms.ts';
import type { SigningKey } from './signing-key.ts';

/** Hex digits reserved for the CMS: a 3072-bit signature with a chain of three certificates stays below. */
const RESERVED_BYTES = 16_000;

export type SignatureText = { readonly reason: string; readonly location: string; readonly name: string };

/** The same document with one signature over all of it; any changed byte makes it invalid. */
export async function signPdf(pdf: Uint8Array, key: SigningKey, text: SignatureText, at: EpochMs): Promise<Uint8Array> {
  const prepared = plainAddPlaceholder({
    pdfBuffer: Buffer.from(pdf),
    ...text,
    contactInfo: '',
    signingTime: new Date(at),
    signatureLength: RESERVED_BYTES,
    subFilter: SUBFILTER_ETSI_CADES_DETACHED,
    appName: 'phatnguoi',
  });
  return new Uint8Array(await new SignPdf().sign(prepared, new DetachedSigner(key)));
}

/** @signpdf asks for a class. */
class DetachedSigner extends Signer {
  readonly #key: SigningKey;
  constructor(key: SigningKey) {
    super();
    this.#key = key;
  }
  override async sign(content: Buffer): Promise<Buffer> {
    return Buffer.from(await signDetached(content, this.#key));
  }
}
