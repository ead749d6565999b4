// Builds the detached CMS of a PAdES-B signature: SHA-256, RSA, with the signing-certificate-v2 attribute (ETSI EN 319 142-1).
import { createHash, type webcrypto } from 'node:crypto';
import * as asn1js from 'asn1js';
import * as pkijs from 'pkijs';

export const engine = new pkijs.CryptoEngine({ name: 'node', crypto: globalThis.crypto });
pkijs.setEngine('node', engine);

/** The signing key, its certificate, and the rest of the chain as far as it is known. */
export type KeyAndCertificate = { readonly key: webcrypto.CryptoKey; readonly certificate: Uint8Array; readonly chain: readonly Uint8Array[] };

const OID = {
  data: '1.2.840.113549.1.7.1',
  signedData: '1.2.840.113549.1.7.2',
  contentType: '1.2.840.113549.1.9.3',
  messageDigest: '1.2.840.113549.1.9.4',
  signingCertificateV2: '1.2.840.113549.1.9.16.2.47',
} as const;

/** The CMS over `content`. Signing time stands in the PDF's own dictionary: PAdES forbids the attribute here. */
export async function signDetached(content: Uint8Array, { key, certificate, chain }: KeyAndCertificate): Promise<Uint8Array> {
  const own = parseCertificate(certificate);
  const attributes = [
    attribute(OID.contentType, new asn1js.ObjectIdentifier({ value: OID.data })),
    attribute(OID.messageDigest, new asn1js.OctetString({ valueHex: digest(content) })),
    attribute(OID.signingCertificateV2, certificateReference(certificate)),
  ];
  const info = new pkijs.SignerInfo({ version: 1, sid: new pkijs.IssuerAndSerialNumber({ issuer: own.issuer, serialNumber: own.serialNumber }) });
  info.signedAttrs = new pkijs.SignedAndUnsignedAttributes({ type: 0, attributes });
  const signed = new pkijs.SignedData({
    version: 1,
    encapContentInfo: new pkijs.EncapsulatedContentInfo({ eContentType: OID.data }),
    certificates: [own, ...chain.map(parseCertificate)],
    signerInfos: [info],
  });
  await signed.sign(key, 0, 'SHA-256', new Uint8Array(content).buffer, engine);
  const envelope = new pkijs.ContentInfo({ contentType: OID.signedData, content: signed.toSchema(true) });
  return new Uint8Array(envelope.toSchema().toBER(false));
}

export const parseCertificate = (der: Uint8Array): pkijs.Certificate => pkijs.Certificate.fromBER(new Uint8Array(der).buffer);

/** SigningCertificateV2 ::= SEQUENCE { certs SEQUENCE OF ESSCertIDv2 }; SHA-256 is the default and is left out. */
function certificateReference(der: Uint8Array): asn1js.Sequence {
  const hash = new asn1js.OctetString({ valueHex: digest(der) });
  const reference = new asn1js.Sequence({ value: [hash] });
  return new asn1js.Sequence({ value: [new asn1js.Sequence({ value: [reference] })] });
}

const attribute = (type: string, value: asn1js.BaseBlock): pkijs.Attribute => new pkijs.Attribute({ type, values: [value] });

function digest(bytes: Uint8Array): ArrayBuffer {
  return new Uint8Array(createHash('sha256').update(bytes).digest()).buffer;
}
