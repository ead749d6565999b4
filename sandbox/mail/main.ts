// The simulated mail server: real SMTP on one port, a page that shows what arrived on another.
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { simpleParser } from 'mailparser';
import { SMTPServer, type SMTPServerDataStream, type SMTPServerSession } from 'smtp-server';
import { systemClock } from '../../domain/clock.ts';
import { openMailStore, type MailStore } from './store.ts';
import { startViewer } from './viewer.ts';

export type MailOptions = { readonly folder: string; readonly smtpPort: number; readonly viewerPort: number; readonly host?: string };
/** refuse: 550 at RCPT; refuse_later: 451, try again; hang: never answers DATA; lose_answer: keeps the mail, then says 451. */
export type MailFailure = 'none' | 'refuse' | 'refuse_later' | 'hang' | 'lose_answer';
export type MailServer = {
  /** Of the viewer. */
  readonly url: string;
  readonly smtpPort: number;
  readonly list: MailStore['list'];
  readonly source: MailStore['source'];
  /** For tests: how the server misbehaves from now on. */
  readonly fail: (mode: MailFailure) => void;
  readonly close: () => Promise<void>;
};

const MAX_BYTES = 10 * 1024 * 1024;

/** Port 0 takes any free port. Messages are durable before the server says 250. */
export async function startMail(options: MailOptions): Promise<MailServer> {
  const host = options.host ?? '127.0.0.1';
  const store = await openMailStore(options.folder);
  let failure: MailFailure = 'none';
  const smtp = new SMTPServer({
    disabledCommands: ['AUTH', 'STARTTLS'],
    banner: 'SIMULATED mail server',
    size: MAX_BYTES,
    disableReverseLookup: true,
    logger: false,
    closeTimeout: 200,
    onRcptTo: (_address, _session, done) => {
      if (failure === 'refuse') return done(reply(550, 'no such mailbox (simulated)'));
      if (failure === 'refuse_later') return done(reply(451, 'try again later (simulated)'));
      done();
    },
    onData: (stream, session, done) => {
      receive(store, stream, session).then(
        (id) => {
          if (failure === 'hang') return;
          if (failure === 'lose_answer') done(reply(451, 'kept, but the sender is told otherwise (simulated)'));
          else done(null, `kept as ${id}`);
        },
        () => done(reply(451, 'could not be kept')),
      );
    },
  });
  smtp.on('error', () => undefined);
  const listening = smtp.listen(options.smtpPort, host);
  await once(listening, 'listening');
  const viewer = await startViewer(store, host, options.viewerPort);
  return {
    url: viewer.url,
    smtpPort: portOf(listening.address()),
    list: store.list,
    source: store.source,
    fail: (mode) => {
      failure = mode;
    },
    close: async () => {
      await viewer.close();
      await new Promise<void>((resolve) => smtp.close(resolve));
      await store.close();
    },
  };
}

async function receive(store: MailStore, stream: SMTPServerDataStream, session: SMTPServerSession): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of stream) parts.push(Buffer.from(part));
  if (stream.sizeExceeded) throw new Error('message larger than the limit');
  const source = Buffer.concat(parts);
  const parsed = await simpleParser(source);
  const from = session.envelope.mailFrom === false ? '' : session.envelope.mailFrom.address;
  const to = session.envelope.rcptTo.map(({ address }) => address);
  const messageId = parsed.messageId ?? `<${randomBytes(12).toString('hex')}@unnamed>`;
  const { id } = await store.keep({ receivedAt: systemClock.now(), from, to, subject: parsed.subject ?? '(không có tiêu đề)', messageId }, source);
  return id;
}

function reply(code: number, text: string): Error {
  return Object.assign(new Error(text), { responseCode: code });
}

function portOf(address: ReturnType<import('node:net').Server['address']>): number {
  if (address === null || typeof address === 'string') throw new Error('the SMTP server has no port');
  return address.port;
}
