// `serve`: the pages of one surface; a portal process cannot even route to an officer's page.
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { crossReferences } from '../cameras/references.ts';
import { platePixels } from '../cameras/plate-pixels.ts';
import { systemClock } from '../domain/clock.ts';
import { Failure } from '../domain/errors.ts';
import { cameraFile, type CameraFile } from '../domain/scene.ts';
import type { EvidenceStore } from '../domain/evidence.ts';
import { respond } from '../pipeline/cases/respond.ts';
import { review } from '../pipeline/cases/review.ts';
import { signIns } from '../pipeline/cases/sign-in.ts';
import { switches } from '../pipeline/cases/switches.ts';
import { maskPicture } from '../pipeline/evidence/mask.ts';
import type { Database } from '../prisma/client.ts';
import { createCameraDesk } from '../web/api/real-cameras.ts';
import { createDesk, sessionsOf } from '../web/api/real-desk.ts';
import { createServer, type ServerOptions } from '../web/api/server.ts';
import { cameraFiles, newestCamera } from './camera-files.ts';
import { isLoopback, type Config } from './config.ts';
import { demoLogins } from './demo.ts';
import { logFault } from './log.ts';
import { aborted, sayReady, untilStopped } from './processes.ts';
import { loadSecrets, VNEID_CLIENTS } from './secrets.ts';
import { evidenceStore, lawTable, openConfigured } from './wire.ts';

/** A claim holds while an officer looks; the page prolongs it. */
const REVIEW = { leaseMs: 5 * 60_000, secondForRepairedPlate: true, secondFromFineVnd: 30_000_000, sameActMs: 60_000 } as const;

export async function serve(args: readonly string[], config: Config): Promise<number> {
  const { values } = parseArgs({ args: [...args], options: { surface: { type: 'string' } } });
  if (values.surface !== 'console' && values.surface !== 'portal') throw new Failure('bad_config', 'usage: phatnguoi serve --surface console|portal');
  const over = untilStopped();
  const db = await openConfigured(config);
  const server = await createServer(values.surface === 'console' ? await consoleOptions(config, db) : await portalOptions(config, db));
  await server.listen({ host: config.host, port: values.surface === 'console' ? config.ports.console : config.ports.portal });
  sayReady();
  await aborted(over);
  await server.close();
  await db.close();
  return 0;
}

const log = ({ route, method, code, reason }: { readonly route: string; readonly method: string; readonly code: string; readonly reason: string }): void => logFault(`${method} ${route}`, `${code}: ${reason}`);

async function consoleOptions(config: Config, db: Database): Promise<ServerOptions> {
  const law = await lawTable();
  const evidence = evidenceStore(config);
  const accounts = signIns(db, systemClock, { allowDemo: config.demo && isLoopback(config.host) });
  return {
    surface: 'console',
    clock: systemClock,
    desk: createDesk({ db, clock: systemClock, law, signIns: accounts, review: review(db, systemClock, law, REVIEW), respond: respond(db, systemClock), sameActMs: REVIEW.sameActMs, cameraFile: sceneReader(config, evidence) }),
    sessions: sessionsOf(accounts),
    cameras: createCameraDesk({
      db, clock: systemClock, files: cameraFiles(config), switches: switches(db, systemClock),
      mistakes: (file) => crossReferences(file).map(({ path, message }) => ({ field: path.join('.'), message })),
      platePixels: (file) => platePixels(file, file.view.width_px ?? 1920),
    }),
    evidence,
    builtDir: join(import.meta.dirname, '../dist/app'),
    demoAccounts: config.demo ? (await demoLogins(config)).accounts : [],
    secure: !isLoopback(config.host),
    log,
  };
}

async function portalOptions(config: Config, db: Database): Promise<ServerOptions> {
  const { vneid_portal: clientSecret } = await loadSecrets(config);
  return {
    surface: 'owner',
    clock: systemClock,
    db,
    signIns: signIns(db, systemClock, { allowDemo: false }),
    respond: respond(db, systemClock),
    evidence: evidenceStore(config),
    mask: maskPicture,
    oidc: { issuer: `http://${config.host}:${config.ports.vneid}`, clientId: VNEID_CLIENTS.portal, clientSecret, portalUrl: config.portalUrl, allowHttp: isLoopback(config.host) },
    secure: config.portalUrl.startsWith('https:'),
    log,
  };
}

/** The file under which a case was judged is in the evidence store under its hash. */
function sceneReader(config: Config, evidence: EvidenceStore): (camera: string, sha256: string | null) => Promise<CameraFile | null> {
  return async (camera, sha256) => {
    if (sha256 === null) return newestCamera(config, camera);
    if (!(await evidence.has(sha256))) return null;
    return cameraFile.parse(JSON.parse(new TextDecoder().decode(await evidence.get(sha256))));
  };
}
