// The only reader of the environment: every setting with its default, all mistakes told at once.
import { resolve } from 'node:path';
import { z } from 'zod';
import { Failure } from '../domain/errors.ts';
import { SIGNER_TITLES, type SignerTitle } from '../domain/signing-authority.ts';

const port = (normal: number) => z.coerce.number().int().min(0).max(65_535).default(normal);

const environment = z.object({
  DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/ }).optional().describe('a PostgreSQL server; unset = the embedded one under PHATNGUOI_VAR'),
  REDIS_URL: z.url({ protocol: /^rediss?$/ }).optional().describe('a Redis server for the queue; unset = the queue lives in PostgreSQL'),
  EVIDENCE_URL: z.string().optional().describe('s3://bucket/prefix?endpoint=… for evidence; unset = a folder under PHATNGUOI_VAR'),
  FFMPEG_PATH: z.string().optional().describe('an ffmpeg binary; unset = the system\'s, else the one of the npm package'),
  PHATNGUOI_VAR: z.string().default('var').describe('folder for everything that is written'),
  PHATNGUOI_HOST: z.string().default('127.0.0.1').describe('address that the pages listen on'),
  PHATNGUOI_CONSOLE_PORT: port(8080).describe('officer and operator console'),
  PHATNGUOI_PORTAL_PORT: port(8081).describe('owner portal'),
  PHATNGUOI_VNEID_PORT: port(8090).describe('simulated VNeID'),
  PHATNGUOI_SMTP_PORT: port(2525).describe('simulated mail server'),
  PHATNGUOI_MAIL_PORT: port(8091).describe('pages of the simulated mail server'),
  PHATNGUOI_PG_PORT: port(54_390).describe('embedded PostgreSQL'),
  PHATNGUOI_PORTAL_URL: z.url().optional().describe('public address of the owner portal; unset = http://HOST:PORT'),
  PHATNGUOI_MODELS: z.string().optional().describe('a model manifest to use instead of models/manifest.json'),
  PHATNGUOI_THREADS: z.coerce.number().int().min(1).max(64).default(2).describe('threads of the models in one process'),
  PHATNGUOI_DEMO: z.enum(['yes', 'no']).default('yes').describe('demonstration log-ins; refused on any address but loopback'),
  PHATNGUOI_SIGNATORY_TITLE: z.enum(SIGNER_TITLES).default('division_head').describe('office of the person whose certificate signs notices'),
  PHATNGUOI_SIGNATORY_NAME: z.string().default('Người ký mô phỏng').describe('name printed under the signature'),
  PHATNGUOI_PKCS12: z.string().optional().describe('certificate and key that sign notices; unset = a simulated one made under PHATNGUOI_VAR'),
  PHATNGUOI_PKCS12_PASSPHRASE: z.string().default(''),
  PHATNGUOI_MQTT_USERNAME: z.string().optional().describe('log-in at the broker of signal controllers'),
  PHATNGUOI_MQTT_PASSWORD: z.string().default(''),
  PATH: z.string().default('/usr/bin:/bin'),
});

export type Config = {
  readonly databaseUrl: string | null;
  readonly redisUrl: string | null;
  readonly evidenceUrl: string | null;
  readonly ffmpegPath: string | undefined;
  readonly path: string;
  readonly varFolder: string;
  readonly host: string;
  readonly ports: { readonly console: number; readonly portal: number; readonly vneid: number; readonly smtp: number; readonly mail: number; readonly postgres: number };
  readonly portalUrl: string;
  readonly modelManifest: string | null;
  readonly threads: number;
  readonly demo: boolean;
  readonly signatories: readonly { readonly title: SignerTitle; readonly name: string }[];
  readonly pkcs12: { readonly path: string; readonly passphrase: string } | null;
  readonly mqtt: { readonly username: string; readonly password: string } | null;
};

/** Throws Failure('bad_config') naming every wrong variable with what was expected. */
export function readConfig(env: Readonly<Record<string, string | undefined>>): Config {
  const parsed = environment.safeParse(Object.fromEntries(Object.entries(env).filter(([, value]) => value !== '')));
  if (!parsed.success) throw new Failure('bad_config', `the environment has mistakes:\n${z.prettifyError(parsed.error)}`);
  const e = parsed.data;
  if (e.PHATNGUOI_DEMO === 'yes' && !isLoopback(e.PHATNGUOI_HOST)) {
    throw new Failure('bad_config', `PHATNGUOI_HOST=${e.PHATNGUOI_HOST}: demonstration log-ins exist only while the pages listen on loopback; set PHATNGUOI_DEMO=no and make accounts with "phatnguoi account add"`);
  }
  return {
    databaseUrl: e.DATABASE_URL ?? null, redisUrl: e.REDIS_URL ?? null, evidenceUrl: e.EVIDENCE_URL ?? null, ffmpegPath: e.FFMPEG_PATH, path: e.PATH,
    varFolder: resolve(e.PHATNGUOI_VAR), host: e.PHATNGUOI_HOST, modelManifest: e.PHATNGUOI_MODELS ?? null, threads: e.PHATNGUOI_THREADS, demo: e.PHATNGUOI_DEMO === 'yes',
    signatories: [{ title: e.PHATNGUOI_SIGNATORY_TITLE, name: e.PHATNGUOI_SIGNATORY_NAME }],
    pkcs12: e.PHATNGUOI_PKCS12 === undefined ? null : { path: e.PHATNGUOI_PKCS12, passphrase: e.PHATNGUOI_PKCS12_PASSPHRASE },
    mqtt: e.PHATNGUOI_MQTT_USERNAME === undefined ? null : { username: e.PHATNGUOI_MQTT_USERNAME, password: e.PHATNGUOI_MQTT_PASSWORD },
    ports: { console: e.PHATNGUOI_CONSOLE_PORT, portal: e.PHATNGUOI_PORTAL_PORT, vneid: e.PHATNGUOI_VNEID_PORT, smtp: e.PHATNGUOI_SMTP_PORT, mail: e.PHATNGUOI_MAIL_PORT, postgres: e.PHATNGUOI_PG_PORT },
    portalUrl: e.PHATNGUOI_PORTAL_URL ?? `http://${e.PHATNGUOI_HOST}:${e.PHATNGUOI_PORTAL_PORT}`,
  };
}

export const isLoopback = (host: string): boolean => host === 'localhost' || host === '::1' || /^127\./.test(host);

/** The environment as it is, to hand on to child processes. */
export const inheritedEnvironment = (): Readonly<Record<string, string | undefined>> => process.env;
