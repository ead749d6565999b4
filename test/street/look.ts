// For tuning by hand: runs one scene and prints its table, its wrong accusations and what it missed.
import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { MEASURED } from './detector-model.ts';
import { planFile } from './plan.ts';
import { runStreet } from './run.ts';

const [name = 'tune-away', vehicles = '400'] = process.argv.slice(2);
const plan = planFile.parse(parse(readFileSync(new URL(`./scenes/${name}.yaml`, import.meta.url), 'utf8')));
const started = process.hrtime.bigint();
const score = runStreet(plan, Number(vehicles), MEASURED, true);
const seconds = Number(process.hrtime.bigint() - started) / 1e9;
console.log(`${name}: ${score.vehicles} vehicles, ${score.frames} frames, ${score.updates} track updates in ${seconds.toFixed(1)} s`);
for (const [key, each] of [...score.tallies].sort()) console.log(key.padEnd(46), JSON.stringify(each));
console.log([...score.voids].sort((a, b) => b[1] - a[1]).map(([key, count]) => `${count} ${key}`).join('; '));
console.log(`speed: ${score.speedWithin} of ${score.speedTried} within`);
for (const wrong of score.wrongs.slice(0, 30)) console.log('WRONG', JSON.stringify(wrong));
const causes = new Map<string, number>();
for (const each of score.missed) {
  if (process.argv[4] === each.offence) console.log('MISSED', JSON.stringify(each));
  const key = `${each.offence} ${each.kind} ${each.act}: ${each.why.replace(/[0-9.]+ (px|s|ms)/g, '# $1').slice(0, 120)}`;
  causes.set(key, (causes.get(key) ?? 0) + 1);
}
for (const [cause, count] of [...causes].sort((a, b) => b[1] - a[1])) console.log(`MISSED ${count} × ${cause}`);
