// What of a shape on the road an operator can draw: its outline where the picture ends. A corner that is merely pushed to the edge would tilt its sides.
type Pair = [number, number];

/** Straight edges of the picture, each as the share of a point's distance inside it: not negative inside. */
const EDGES: readonly ((p: Pair) => number)[] = [([x]) => x, ([x]) => 1 - x, ([, y]) => y, ([, y]) => 1 - y];

const meet = (a: Pair, b: Pair, inA: number, inB: number): Pair => {
  const t = inA / (inA - inB);
  return [a[0] + (b[0] - a[0]) * t, a[1] + (b[1] - a[1]) * t];
};

/** A corner on an edge is there but for the last digits. */
const rounded = ([x, y]: Pair): Pair => [Number(x.toFixed(6)), Number(y.toFixed(6))];

/** The part of a polygon that lies in the picture (Sutherland and Hodgman 1974); empty where none does. */
export const area = (corners: readonly Pair[]): Pair[] =>
  EDGES.reduce<Pair[]>((shape, inside) => shape.flatMap((a, i): Pair[] => {
    const b = shape[(i + 1) % shape.length] ?? a;
    const [inA, inB] = [inside(a), inside(b)];
    return [...(inA >= 0 ? [a] : []), ...(inA * inB < 0 ? [meet(a, b, inA, inB)] : [])];
  }), [...corners]).map(rounded);

/** The part of a straight line that lies in the picture, in its direction. */
export function line(from: Pair, to: Pair): [Pair, Pair] {
  let [a, b] = [from, to];
  for (const inside of EDGES) {
    const [inA, inB] = [inside(a), inside(b)];
    if (inA < 0 && inB < 0) throw new Error(`the line (${from.join(', ')}) – (${to.join(', ')}) lies outside the picture`);
    if (inA < 0) a = meet(a, b, inA, inB);
    else if (inB < 0) b = meet(a, b, inA, inB);
  }
  return [rounded(a), rounded(b)];
}
