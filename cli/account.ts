// `account add`: a log-in for an officer or an operator; the password comes on standard input, never in the arguments.
import { text } from 'node:stream/consumers';
import { parseArgs } from 'node:util';
import { Failure } from '../domain/errors.ts';
import { addAccount } from '../pipeline/cases/sign-in.ts';
import type { Config } from './config.ts';
import { openConfigured } from './wire.ts';

const SHORTEST = 12;

export async function account(args: readonly string[], config: Config): Promise<number> {
  const { values, positionals } = parseArgs({ args: [...args], allowPositionals: true, options: { role: { type: 'string' }, name: { type: 'string' } } });
  const [verb, login] = positionals;
  const role = values.role === 'officer' || values.role === 'operator' ? values.role : null;
  if (verb !== 'add' || login === undefined || role === null) throw new Failure('bad_config', 'usage: phatnguoi account add LOGIN --role officer|operator [--name "…"] < PASSWORD_FILE');
  const password = (await text(process.stdin)).trim();
  if (password.length < SHORTEST) throw new Failure('bad_config', `expected a password of at least ${SHORTEST} characters on standard input, got ${password.length}`);
  const db = await openConfigured(config, 2);
  try {
    await addAccount(db, { id: login, login, displayName: values.name ?? login, role, password, demo: false });
  } finally {
    await db.close();
  }
  process.stdout.write(`${login}: ${role}\n`);
  return 0;
}
