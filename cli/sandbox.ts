// `sandbox`: the simulated VNeID and mail server, in one process of their own.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { startMail } from '../sandbox/mail/main.ts';
import { startVneid } from '../sandbox/vneid/main.ts';
import { personsFromCsv } from '../sandbox/vneid/persons.ts';
import type { Config } from './config.ts';
import { aborted, sayReady, untilStopped } from './processes.ts';
import { samplePopulation } from './sample.ts';
import { loadSecrets, VNEID_CLIENTS } from './secrets.ts';

export async function sandbox(_args: readonly string[], config: Config): Promise<number> {
  const over = untilStopped();
  const secrets = await loadSecrets(config);
  const folder = join(config.varFolder, 'sandbox');
  const persons = personsFromCsv(await readFile(samplePopulation, 'utf8'));
  const vneid = await startVneid({
    folder: join(folder, 'vneid'), port: config.ports.vneid, host: config.host, persons, password: secrets.demo_citizen,
    portal: { id: VNEID_CLIENTS.portal, secret: secrets.vneid_portal, redirectUris: [`${config.portalUrl}/dang-nhap/tra-ve`], logoutUris: [`${config.portalUrl}/`] },
    agency: { id: VNEID_CLIENTS.agency, secret: secrets.vneid_agency },
  });
  const mail = await startMail({ folder: join(folder, 'mail'), smtpPort: config.ports.smtp, viewerPort: config.ports.mail, host: config.host });
  sayReady();
  await aborted(over);
  await Promise.all([vneid.close(), mail.close()]);
  return 0;
}
