// Programs that the tests need beside npm's: taken from the system, else installed from Debian's packages, as root or below var/ as an ordinary user.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { root, run } from './prepare.mjs';

const COMPONENTS = [
  { program: 'usr/bin/chromium', packages: ['chromium'] },
  { program: 'usr/bin/ffmpeg', packages: ['ffmpeg'] },
  { program: 'usr/bin/pdfsig', packages: ['poppler-utils'] },
  { program: 'usr/bin/redis-server', packages: ['redis-server'] },
  { program: 'usr/lib/x86_64-linux-gnu/girepository-1.0/GstRtspServer-1.0.typelib', packages: ['gir1.2-gst-rtsp-server-1.0', 'python3-gi', 'gstreamer1.0-plugins-good', 'gstreamer1.0-plugins-bad'] },
];

/** Installs what is missing; returns the variables with which the tests find it. */
export function installComponents() {
  const missing = COMPONENTS.filter(({ program }) => !existsSync(join('/', program)));
  if (missing.length === 0) return {};
  const packages = missing.flatMap((component) => component.packages);
  if (process.getuid?.() === 0) {
    aptInstall('apt-get', packages);
    return {};
  }
  if (spawnSync('sudo', ['-n', 'true'], { stdio: 'ignore' }).status === 0) {
    aptInstall('sudo', packages, ['-n', 'apt-get']);
    return {};
  }
  return unpackBelowVar(packages);
}

function aptInstall(command, packages, before = []) {
  run('looking up system packages', command, [...before, 'update', '-qq']);
  run(`installing ${packages.join(' ')}`, command, [...before, 'install', '-y', '-qq', '--no-install-recommends', ...packages], { DEBIAN_FRONTEND: 'noninteractive' });
}

/** Without root: the same packages and what they depend on are fetched and unpacked below var/tools. */
function unpackBelowVar(packages) {
  const home = join(root, 'var/tools');
  const tree = join(home, 'root');
  const done = COMPONENTS.every(({ program }) => existsSync(join('/', program)) || existsSync(join(tree, program)));
  if (!done) {
    for (const folder of ['state/lists/partial', 'cache/archives/partial', 'root']) mkdirSync(join(home, folder), { recursive: true });
    const own = ['-o', `Dir::State::Lists=${home}/state/lists`, '-o', `Dir::Cache=${home}/cache`, '-o', 'Debug::NoLocking=1', '-o', 'APT::Sandbox::User='];
    run('looking up system packages (not root: they go below var/tools)', 'apt-get', [...own, 'update', '-qq']);
    run(`fetching ${packages.join(' ')}`, 'apt-get', [...own, 'install', '-y', '-qq', '--download-only', '--no-install-recommends', ...packages]);
    for (const file of readdirSync(join(home, 'cache/archives')).filter((name) => name.endsWith('.deb'))) run(`unpacking ${file}`, 'dpkg', ['-x', join(home, 'cache/archives', file), tree]);
  }
  const library = join(tree, 'usr/lib/x86_64-linux-gnu');
  return {
    PATH: `${join(tree, 'usr/bin')}:${process.env.PATH ?? ''}`,
    LD_LIBRARY_PATH: [library, join(library, 'pulseaudio'), process.env.LD_LIBRARY_PATH ?? ''].filter(Boolean).join(':'),
    GI_TYPELIB_PATH: join(library, 'girepository-1.0'),
    GST_PLUGIN_SYSTEM_PATH: join(library, 'gstreamer-1.0'),
    PYTHONPATH: join(tree, 'usr/lib/python3/dist-packages'),
    CHROMIUM_PATH: existsSync('/usr/bin/chromium') ? '/usr/bin/chromium' : join(tree, 'usr/lib/chromium/chromium'),
  };
}
