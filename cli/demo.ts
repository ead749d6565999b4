// Demonstration log-ins: made only while the pages listen on loopback, and printed by `start`.
import { readFile } from 'node:fs/promises';
import { addAccount } from '../pipeline/cases/sign-in.ts';
import type { Database } from '../prisma/client.ts';
import { personsFromCsv } from '../sandbox/vneid/persons.ts';
import type { Config } from './config.ts';
import { samplePopulation } from './sample.ts';
import { loadSecrets } from './secrets.ts';

export type DemoAccount = { readonly name: string; readonly password: string; readonly role: 'officer' | 'operator' };
export type DemoLogins = { readonly accounts: readonly DemoAccount[]; readonly lines: readonly string[] };

const DEMO = [
  { id: 'demo-officer', login: 'canbo', displayName: 'Cán bộ trình diễn', role: 'officer' },
  { id: 'demo-officer-2', login: 'canbo2', displayName: 'Cán bộ trình diễn thứ hai', role: 'officer' },
  { id: 'demo-operator', login: 'vanhanh', displayName: 'Người vận hành trình diễn', role: 'operator' },
] as const;

/** Makes the accounts, or gives them the same passwords again. */
export async function demoAccounts(db: Database, config: Config): Promise<DemoLogins> {
  const logins = await demoLogins(config);
  for (const [index, account] of DEMO.entries()) await addAccount(db, { ...account, password: logins.accounts[index]?.password ?? '', demo: true });
  return logins;
}

export async function demoLogins(config: Config): Promise<DemoLogins> {
  const secrets = await loadSecrets(config);
  const passwords = [secrets.demo_officer, secrets.demo_officer_2, secrets.demo_operator];
  const accounts = DEMO.map(({ login, role }, index) => ({ name: login, password: passwords[index] ?? '', role }));
  const [person] = personsFromCsv(await readFile(samplePopulation, 'utf8'));
  const lines = [
    ...accounts.map(({ name, password, role }) => `${role.padEnd(9)} ${name.padEnd(14)} ${password}`),
    `owner     at the simulated VNeID: any personal number or account of the fictional register${person === undefined ? '' : ` (such as ${person.personalId})`}, password ${secrets.demo_citizen}`,
  ];
  return { accounts, lines };
}
