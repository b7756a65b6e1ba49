/** Made-up word vectors that lean as real ones do: a few meanings, a grain of their own, and a gender that leaks into all. */

/** Numbers that look random and are always the same (mulberry32). */
export function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

export type Vector = readonly number[];
export type Vectors = ReadonlyMap<string, Vector>;

export const dot = (x: Vector, y: Vector): number => x.reduce((sum, value, k) => sum + value * (y[k] as number), 0);
export const plus = (x: Vector, y: Vector, share = 1): Vector => x.map((value, k) => value + share * (y[k] as number));
export const times = (x: Vector, factor: number): Vector => x.map((value) => factor * value);

/** At length 1; nothing stays nothing. */
export function unit(x: Vector): Vector {
  const length = Math.sqrt(dot(x, x));
  return length < 1e-9 ? x.map(() => 0) : times(x, 1 / length);
}

export const mean = (rows: readonly Vector[]): Vector =>
  times(
    rows.reduce((sum, row) => plus(sum, row)),
    1 / rows.length,
  );

const SIZE = 24;
const [GENDER, WORK, FAMILY, SCIENCE, ART, CARE, CRAFT] = [0, 1, 2, 3, 4, 5, 6] as const;

export const PAIRS: readonly (readonly [string, string])[] = [
  ["she", "he"],
  ["her", "his"],
  ["woman", "man"],
  ["mother", "father"],
  ["daughter", "son"],
  ["sister", "brother"],
  ["aunt", "uncle"],
];

/** Professions: how much of their gender, and which field. */
const LEANING: readonly (readonly [string, number, number])[] = [
  ["nurse", 0.7, CARE],
  ["midwife", 0.75, CARE],
  ["teacher", 0.3, CARE],
  ["librarian", 0.4, ART],
  ["dancer", 0.55, ART],
  ["singer", 0.35, ART],
  ["writer", 0.05, ART],
  ["painter", 0.0, ART],
  ["doctor", -0.15, CARE],
  ["physicist", -0.4, SCIENCE],
  ["chemist", -0.2, SCIENCE],
  ["engineer", -0.55, SCIENCE],
  ["programmer", -0.45, SCIENCE],
  ["carpenter", -0.6, CRAFT],
  ["plumber", -0.65, CRAFT],
  ["mechanic", -0.6, CRAFT],
  ["baker", 0.0, CRAFT],
  ["tailor", 0.1, CRAFT],
];

/** Percentage of women, made up as well. */
export const SHARES: ReadonlyMap<string, number> = new Map(
  LEANING.filter(([, lean]) => lean !== 0).map(([word, lean]) => [word, Math.round(50 + 60 * lean)]),
);

export const PROFESSIONS: readonly string[] = LEANING.map(([word]) => word);

export const TOPICS = {
  x: ["geometry", "algebra", "proof", "atom"],
  y: ["poem", "novel", "sculpture", "symphony"],
} as const;

/** The words above and `more` others, which lean by chance: `word0`, `word1`, … */
export function fakeVectors(more: number): Vectors {
  const next = random(7);
  const grain = () => Array.from({ length: SIZE }, () => 0.4 * (next() + next() - 1));
  const made = new Map<string, Vector>();
  const add = (word: string, parts: readonly (readonly [number, number])[], own: Vector) => {
    const row = [...own];
    for (const [axis, amount] of parts) row[axis] = (row[axis] as number) + amount;
    made.set(word, unit(row));
  };
  for (const [female, male] of PAIRS) {
    const shared = grain();
    add(
      female,
      [
        [GENDER, 0.8],
        [FAMILY, 0.5],
      ],
      plus(shared, grain(), 0.25),
    );
    add(
      male,
      [
        [GENDER, -0.8],
        [FAMILY, 0.5],
      ],
      plus(shared, grain(), 0.25),
    );
  }
  for (const [word, lean, field] of LEANING)
    add(
      word,
      [
        [GENDER, lean],
        [WORK, 0.6],
        [field, 0.7],
      ],
      grain(),
    );
  for (const word of TOPICS.x)
    add(
      word,
      [
        [GENDER, -0.3],
        [SCIENCE, 0.9],
      ],
      grain(),
    );
  for (const word of TOPICS.y)
    add(
      word,
      [
        [GENDER, 0.25],
        [ART, 0.9],
      ],
      grain(),
    );
  for (let k = 0; k < more; k++) {
    // a field of one's own that leans too: what removing one direction leaves behind
    const lean = next() + next() - 1;
    add(
      `word${k}`,
      [
        [GENDER, 0.6 * lean],
        [SIZE - 1 - (k % 6), 0.5],
        [lean > 0 ? CARE : CRAFT, 0.4],
      ],
      grain(),
    );
  }
  return made;
}
