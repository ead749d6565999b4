// The verbs of the `phatnguoi` command; each lives in a file of its own and is loaded only when called.
import { Failure, reasonOf } from '../domain/errors.ts';
import { inheritedEnvironment, readConfig, type Config } from './config.ts';

type Verb = { readonly usage: string; readonly about: string; readonly run: (args: readonly string[], config: Config) => Promise<number> };

const VERBS: Readonly<Record<string, Verb>> = {
  start: { usage: 'start [--source FILE_OR_RTSP_URL --camera CAMERA.yaml]', about: 'everything on this machine: database, pipeline, pages, simulated VNeID and mail', run: async (args, config) => (await import('./start.ts')).start(args, config) },
  judge: { usage: 'judge CLIP --camera CAMERA.yaml [--json] [--annotate OUT.mp4] [--explain TRACK]', about: 'judges a clip without a database; one JSON line an offence', run: async (args, config) => (await import('./judge.ts')).judge(args, config) },
  watch: { usage: 'watch --camera CAMERA.yaml [--source FILE_OR_RTSP_URL]', about: 'the pipeline of one camera', run: async (args, config) => (await import('./watch.ts')).watch(args, config) },
  work: { usage: 'work', about: 'a worker: matches owners, issues and delivers notices', run: async (args, config) => (await import('./work.ts')).work(args, config) },
  relay: { usage: 'relay', about: 'hands outbox rows to the queue', run: async (args, config) => (await import('./work.ts')).relay(args, config) },
  serve: { usage: 'serve --surface console|portal', about: 'the pages of one surface', run: async (args, config) => (await import('./serve.ts')).serve(args, config) },
  sandbox: { usage: 'sandbox', about: 'simulated VNeID and mail server', run: async (args, config) => (await import('./sandbox.ts')).sandbox(args, config) },
  database: { usage: 'database', about: 'the embedded PostgreSQL in the foreground', run: async (args, config) => (await import('./database.ts')).database(args, config) },
  camera: { usage: 'camera check FILE… | camera calibrate CAMERA.yaml [--points FILE] [--write] | camera schema', about: 'names every mistake of camera files and the pixels a plate will have; finds the road\'s metres from known points', run: async (args) => (await import('./camera.ts')).camera(args) },
  registry: { usage: 'registry import FILE.csv', about: 'loads a register; nothing of a file with bad rows', run: async (args, config) => (await import('./registry.ts')).registry(args, config) },
  check: { usage: 'check', about: 'verifies everything stored: files, hashes, audit chain, verdicts, notices', run: async (args, config) => (await import('./check.ts')).check(args, config) },
  account: { usage: 'account add NAME --role officer|operator', about: 'makes a log-in; the password is asked on standard input', run: async (args, config) => (await import('./account.ts')).account(args, config) },
};

async function main([name = '', ...args]: readonly string[]): Promise<number> {
  const verb = Object.hasOwn(VERBS, name) ? VERBS[name] : undefined;
  if (verb === undefined || args.includes('--help')) {
    const lines = Object.values(VERBS).map(({ usage, about }) => `  phatnguoi ${usage}\n      ${about}`);
    process.stdout.write(`${name === '' || verb !== undefined || name === '--help' ? '' : `"${name}" is no command.\n`}Commands:\n${lines.join('\n')}\n`);
    return verb === undefined && name !== '' && name !== '--help' ? 2 : 0;
  }
  return verb.run(args, readConfig(inheritedEnvironment()));
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  process.stderr.write(`phatnguoi: ${error instanceof Failure ? error.message : error instanceof Error ? (error.stack ?? error.message) : reasonOf(error)}\n`);
  process.exitCode = 1;
}
// A channel to a parent that started us would keep a finished process alive.
if (process.connected) process.disconnect();
