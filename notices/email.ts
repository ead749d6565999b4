// The e-mail channel: the only door to nodemailer. A short word and a link; the PDF goes along only where it is configured.
import nodemailer from 'nodemailer';
import { Failure } from '../domain/errors.ts';
import type { Parcel, SendNotice } from './channel.ts';
import { mailText } from './mail-text.ts';

export type EmailOptions = {
  readonly host: string;
  readonly port: number;
  /** TLS from the first byte; otherwise STARTTLS where the server has it. */
  readonly secure: boolean;
  readonly login?: { readonly user: string; readonly password: string };
  readonly from: string;
  /**
   * Off by default: a mailbox is often shared, kept by third parties and read without a second look at who reads, so plate, name, place
   * and pictures stay behind the log-in. A unit whose legal review allows it may attach the signed PDF.
   */
  readonly attachPdf?: boolean;
  readonly timeoutMs?: number;
};
const TIMEOUT_MS = 20_000;

/** The Message-ID follows from notice and channel: a mail that is sent twice is one mail to the server and to the reader. */
export function emailChannel(options: EmailOptions): SendNotice {
  const timeout = options.timeoutMs ?? TIMEOUT_MS;
  const transport = nodemailer.createTransport({
    host: options.host, port: options.port, secure: options.secure, connectionTimeout: timeout, greetingTimeout: timeout, socketTimeout: timeout,
    disableFileAccess: true, disableUrlAccess: true,
    ...(options.login === undefined ? {} : { auth: { user: options.login.user, pass: options.login.password } }),
  });
  return async (parcel) => {
    const { owner } = parcel.notice;
    if (owner.email === null) throw new Failure('channel_refused', `notice ${parcel.notice.id}: the owner has no e-mail address`);
    const messageId = `<${parcel.idempotencyKey.replaceAll(':', '.')}@${domainOf(options.from)}>`;
    const { subject, text, html } = mailText(parcel, options.attachPdf === true);
    try {
      const sent = await transport.sendMail({
        from: options.from, to: { name: owner.name, address: owner.email }, subject, text, html, messageId,
        headers: { 'Auto-Submitted': 'auto-generated', 'Content-Language': 'vi', ...(parcel.notice.synthetic ? { 'X-Simulated': 'yes' } : {}) },
        attachments: options.attachPdf === true ? [attachment(parcel)] : [],
      });
      return { receipt: sent.messageId };
    } catch (thrown) {
      throw asFailure(thrown);
    }
  };
}

function attachment({ notice, pdf }: Parcel): { readonly filename: string; readonly content: Buffer; readonly contentType: string } {
  return { filename: `thong-bao-${notice.number.replaceAll('/', '-')}.pdf`, content: Buffer.from(pdf), contentType: 'application/pdf' };
}

const domainOf = (from: string): string => /@([A-Za-z0-9.-]+)/.exec(from)?.[1] ?? 'phatnguoi.invalid';

/** 5xx: the server will not take this mail. Anything else passes. The server's text may quote the address and is left out. */
function asFailure(thrown: unknown): Failure {
  const code = typeof thrown === 'object' && thrown !== null && 'responseCode' in thrown && typeof thrown.responseCode === 'number' ? thrown.responseCode : 0;
  if (code >= 500 && code < 600) return new Failure('channel_refused', `the mail server answered ${code}`, { cause: thrown });
  return new Failure('channel_down', code === 0 ? 'the mail server did not take the mail' : `the mail server answered ${code}`, { cause: thrown });
}
