/** Made-up reviews: sentences put together from parts, the same every time. */

const OPENINGS = [
  "A warm film",
  "The plot",
  "This story",
  "Her performance",
  "The music",
  "An old thriller",
  "The ending",
];
const GOOD = ["is wonderful", "moved me to tears", "was great, great fun", "is clever and honest", "never bored me"];
const BAD = ["is dull", "was not good at all", "is a waste of time", "bored me", "was weak and far too long"];
const REST = [
  "and the two leads are on the boat from the first scene to the last.",
  "but the script is thin and the jokes are not funny.",
  "and I would see it again with my children.",
  "although nothing happens in the second half.",
  "and the boat sinks in the end.",
];

export interface FakeReview {
  readonly text: string;
  readonly label: "negative" | "positive";
}

export function fakeReviews(count: number): FakeReview[] {
  return Array.from({ length: count }, (_, k) => {
    const positive = k % 2 === 0;
    const pick = (list: readonly string[], by: number) => list[(k * by + (k >> 3)) % list.length] ?? "";
    const text = `${pick(OPENINGS, 5)} ${pick(positive ? GOOD : BAD, 3)} ${pick(REST, 7)}`;
    return { text: k % 11 === 4 ? `${text} ${text}` : text, label: positive ? "positive" : "negative" };
  });
}
