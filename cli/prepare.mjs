// Makes a clone ready to run: packages, database client, built pages, fonts. Plain JavaScript: nothing is installed yet when it starts.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = resolve(dirname(fileURLToPath(import.meta.url)), '..');
const stamp = (name) => join(root, 'node_modules', `.phatnguoi-${name}`);

/** Runs a command with its output shown; ends this process with a clear sentence when it fails. */
export function run(what, command, args, env = {}) {
  process.stdout.write(`• ${what}\n`);
  const { status, error } = spawnSync(command, args, { cwd: root, stdio: ['ignore', 'inherit', 'inherit'], env: { ...process.env, ...env } });
  if (status === 0) return;
  process.stderr.write(`phatnguoi: "${command} ${args.join(' ')}" failed${error === undefined ? '' : `: ${error.message}`}. Mend what it says above and run this again; nothing is lost.\n`);
  process.exit(1);
}

export function checkNode() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major > 20 || (major === 20 && minor >= 19)) return;
  process.stderr.write(`phatnguoi needs Node 20.19 or newer; this is ${process.versions.node}.\n`);
  process.exit(1);
}

/** Packages as in package-lock.json; installed again only when it changed. */
export function installPackages() {
  const lock = readFileSync(join(root, 'package-lock.json'), 'utf8');
  if (existsSync(stamp('lock')) && readFileSync(stamp('lock'), 'utf8') === lock) return;
  run('installing packages (npm ci)', 'npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], { PRISMA_SCHEMA_ENGINE_BINARY: '/bin/true', ONNXRUNTIME_NODE_INSTALL: 'skip' });
  writeFileSync(stamp('lock'), lock);
}

/** The database client is generated code: made again when the schema is newer. */
export function generateClient() {
  const made = join(root, 'prisma/generated/client.ts');
  if (existsSync(made) && statSync(made).mtimeMs >= statSync(join(root, 'prisma/schema.prisma')).mtimeMs) return;
  run('generating the database client', process.execPath, [join(root, 'node_modules/prisma/build/index.js'), 'generate'], { PRISMA_SCHEMA_ENGINE_BINARY: '/bin/true' });
}

/** The pages, built when a source of theirs is newer. */
export function buildPages() {
  const built = join(root, 'dist/app/index.html');
  if (existsSync(built) && newest(join(root, 'web')) <= statSync(built).mtimeMs && newest(join(root, 'domain')) <= statSync(built).mtimeMs) return;
  run('building the pages', process.execPath, [join(root, 'cli/build-pages.mjs')]);
}

/** Variables with which Node must be started: sharp draws letters only with a font that fontconfig finds. */
export function fontEnvironment() {
  const folder = join(root, 'var/fontconfig');
  const fonts = join(root, 'node_modules/dejavu-fonts-ttf/ttf');
  const file = join(folder, 'fonts.conf');
  mkdirSync(folder, { recursive: true });
  const text = `<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig><dir>${fonts}</dir><cachedir>${folder}/cache</cachedir></fontconfig>\n`;
  if (!existsSync(file) || readFileSync(file, 'utf8') !== text) writeFileSync(file, text);
  return { FONTCONFIG_FILE: file };
}

function newest(folder) {
  return readdirSync(folder, { withFileTypes: true }).reduce((latest, entry) => {
    const path = join(folder, entry.name);
    return Math.max(latest, entry.isDirectory() ? newest(path) : statSync(path).mtimeMs);
  }, 0);
}
