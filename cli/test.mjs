// `npm test`: sets up whatever it needs, then house rules, types, import rules and every test; stops at the first step that fails.
import { join } from 'node:path';
import { installComponents } from './components.mjs';
import { buildPages, checkNode, fontEnvironment, generateClient, installPackages, root, run } from './prepare.mjs';

const bin = (name) => join(root, 'node_modules/.bin', name);
const folders = ['domain', 'cameras', 'models', 'pipeline', 'prisma', 'queues', 'notices', 'web', 'cli', 'sandbox'];

checkNode();
installPackages();
generateClient();
buildPages();
const env = { ...fontEnvironment(), ...installComponents() };
run('house rules (eslint)', bin('eslint'), ['.'], env);
run('types (tsc)', bin('tsc'), ['-p', '.'], env);
run('import rules (dependency-cruiser)', bin('depcruise'), ['--config', '.dependency-cruiser.cjs', ...folders], env);
run('tests (vitest)', bin('vitest'), ['run', ...process.argv.slice(2)], env);
