// Pairs rows with columns at the least total cost; forbidden pairs cost Infinity.

export type Pair = { readonly row: number; readonly column: number; readonly cost: number };

/**
 * Optimal assignment of a rows × columns cost matrix (row-major). Pairs are made only at finite cost. To leave one unpaired costs `unpaired`:
 * where that is much, as many pairs as possible are made, else no two bad pairs for the sake of one good one.
 */
export function assign(cost: Float64Array, rows: number, columns: number, unpaired = MUCH): readonly Pair[] {
  return components(cost, rows, columns).flatMap(({ rows: r, columns: c }) => solve(cost, columns, r, c, unpaired));
}

/** Rows and columns that touch through finite costs: crowds are many small problems. */
function components(cost: Float64Array, rows: number, columns: number): readonly { readonly rows: readonly number[]; readonly columns: readonly number[] }[] {
  const seen = new Uint8Array(rows);
  const taken = new Uint8Array(columns);
  const found: { rows: number[]; columns: number[] }[] = [];
  for (let start = 0; start < rows; start += 1) {
    if (seen[start] === 1) continue;
    const part: { rows: number[]; columns: number[] } = { rows: [start], columns: [] };
    seen[start] = 1;
    for (let next = 0; next < part.rows.length; next += 1) {
      const row = part.rows[next] ?? 0;
      for (let column = 0; column < columns; column += 1) {
        if (taken[column] === 1 || cost[row * columns + column] === Infinity) continue;
        taken[column] = 1;
        part.columns.push(column);
        for (let other = 0; other < rows; other += 1) {
          if (seen[other] === 1 || cost[other * columns + column] === Infinity) continue;
          seen[other] = 1;
          part.rows.push(other);
        }
      }
    }
    if (part.columns.length > 0) found.push(part);
  }
  return found;
}

const MUCH = 1e6;

/** Shortest augmenting paths with potentials, O(n³) on one component. */
function solve(cost: Float64Array, stride: number, rows: readonly number[], columns: readonly number[], unpaired: number): readonly Pair[] {
  const n = Math.max(rows.length, columns.length);
  const at = (i: number, j: number): number => {
    const row = rows[i];
    const column = columns[j];
    const value = row === undefined || column === undefined ? unpaired : (cost[row * stride + column] ?? unpaired);
    return Math.min(value, unpaired);
  };
  const owner = match(n, at);
  const pairs: Pair[] = [];
  for (let j = 0; j < columns.length; j += 1) {
    const row = rows[(owner[j + 1] ?? 0) - 1];
    const column = columns[j];
    if (row === undefined || column === undefined) continue;
    const value = cost[row * stride + column] ?? Infinity;
    if (value < unpaired) pairs.push({ row, column, cost: value });
  }
  return pairs;
}

/** For each column 1…n the row 1…n that owns it, at the least total. */
function match(n: number, at: (i: number, j: number) => number): Int32Array {
  const u = new Float64Array(n + 1);
  const v = new Float64Array(n + 1);
  const owner = new Int32Array(n + 1);
  const way = new Int32Array(n + 1);
  for (let i = 1; i <= n; i += 1) {
    owner[0] = i;
    const least = new Float64Array(n + 1).fill(Infinity);
    const used = new Uint8Array(n + 1);
    let column = 0;
    do {
      column = grow(n, at, { u, v, owner, way, least, used }, column);
    } while (owner[column] !== 0);
    while (column !== 0) {
      const before = way[column] ?? 0;
      owner[column] = owner[before] ?? 0;
      column = before;
    }
  }
  return owner;
}

type Search = { readonly u: Float64Array; readonly v: Float64Array; readonly owner: Int32Array; readonly way: Int32Array; readonly least: Float64Array; readonly used: Uint8Array };

/** Adds one column to the tree of shortest paths and returns it. */
function grow(n: number, at: (i: number, j: number) => number, { u, v, owner, way, least, used }: Search, column: number): number {
  used[column] = 1;
  const row = owner[column] ?? 0;
  let delta = Infinity;
  let next = 0;
  for (let j = 1; j <= n; j += 1) {
    if (used[j] === 1) continue;
    const reduced = at(row - 1, j - 1) - (u[row] ?? 0) - (v[j] ?? 0);
    if (reduced < (least[j] ?? Infinity)) {
      least[j] = reduced;
      way[j] = column;
    }
    if ((least[j] ?? Infinity) < delta) {
      delta = least[j] ?? Infinity;
      next = j;
    }
  }
  for (let j = 0; j <= n; j += 1) {
    if (used[j] === 1) {
      const owning = owner[j] ?? 0;
      u[owning] = (u[owning] ?? 0) + delta;
      v[j] = (v[j] ?? 0) - delta;
    } else least[j] = (least[j] ?? Infinity) - delta;
  }
  return next;
}
