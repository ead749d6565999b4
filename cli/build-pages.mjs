// Builds the console's screens into dist/app.
import { join } from 'node:path';
import { register } from 'tsx/esm/api';
import { root } from './prepare.mjs';

register();
const { buildScreens } = await import('../web/build.ts');
await buildScreens(join(root, 'dist/app'));
