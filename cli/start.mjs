// `npm start`: makes the clone ready, then runs `phatnguoi start` with the same arguments.
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { buildPages, checkNode, fontEnvironment, generateClient, installPackages, root } from './prepare.mjs';

checkNode();
installPackages();
generateClient();
buildPages();

const child = spawn(process.execPath, [join(root, 'cli/bin.mjs'), 'start', ...process.argv.slice(2)], { stdio: 'inherit', env: { ...process.env, ...fontEnvironment() } });
// The terminal sends Ctrl-C to the child too: wait for it to stop everything it started.
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => { if (signal === 'SIGTERM') child.kill(signal); });
child.on('exit', (code, signal) => process.exit(code ?? (signal === null ? 0 : 1)));
