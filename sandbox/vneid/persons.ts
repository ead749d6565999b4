// The fictional people and organisations who have an account at the stand-in, from the population register's CSV.

export type Person = { readonly personalId: string; readonly account: string; readonly name: string };

/** Rows with an account only. Throws Error naming the column that is missing. */
export function personsFromCsv(text: string): readonly Person[] {
  const [header = '', ...lines] = text.replace(/^\uFEFF/, '').trim().split(/\r?\n/);
  const names = header.split(',').map((name) => name.trim());
  const column = (...known: readonly string[]): number => {
    const index = names.findIndex((name) => known.includes(name));
    if (index < 0) throw new Error(`population register: expected a column ${known.join(' or ')}, got ${names.join(', ')}`);
    return index;
  };
  const [id, name, account] = [column('personal_id', 'id', 'owner_id'), column('name', 'full_name'), column('vneid_account')];
  return lines
    .map(cells)
    .map((row) => ({ personalId: row[id] ?? '', name: row[name] ?? '', account: row[account] ?? '' }))
    .filter((person) => person.personalId !== '' && person.account !== '');
}

/** One lookup for the log-in name (personal id or account) and for a notice's recipient. */
export function findPerson(persons: readonly Person[], name: string): Person | null {
  const wanted = name.trim();
  return persons.find(({ personalId, account }) => wanted !== '' && (personalId === wanted || account === wanted)) ?? null;
}

function cells(line: string): readonly string[] {
  const found = line.match(/("([^"]|"")*"|[^,]*)(,|$)/g) ?? [];
  return found.map((cell) => cell.replace(/,$/, '').replace(/^"|"$/g, '').replaceAll('""', '"'));
}
