/** The word embedding association test: each target's association, and what the test says of all. */

import { Select } from "../../controls/select";
import { format, whole } from "../../marks/format";
import type { Test } from "../../protocol/bias_explorer.gen";
import { Names, placeNames } from "./name_labels";
import { listed, number, pValue } from "./names";
import type { Store } from "./state";
import { WordsEditor } from "./words_editor";

const ROW = 76;
const PAD = 14;

export function TestPanel({ store }: { store: Store }) {
  const { test, association, lists } = store.fields;
  const { value: chosen } = test;
  const found = association.value;
  const live = store.live.value;
  const known = lists.value.tests;
  if (chosen === null) return <p class="nlpw-none">Choose a test.</p>;
  const at = known.findIndex((one) => same(one, chosen));
  return (
    <div class="nlpw-test">
      <div class="nlpw-line">
        <Select
          label="test"
          value={at}
          choices={[
            ...known.map((one, value) => ({ value, label: one.name })),
            ...(at < 0 ? [{ value: -1, label: `${chosen.name}, changed` }] : []),
          ].filter(({ value }) => live || value === at)}
          onChange={(value) => {
            const next = known[value];
            if (next !== undefined) store.ask({ test: next });
          }}
        />
      </div>
      {found !== null && found.problem !== "" && (
        <p class="nlpw-trouble" role="alert">
          {found.problem}
        </p>
      )}
      <div class="nlpw-beside">
        <Dots store={store} test={chosen} />
        <Verdict store={store} />
      </div>
      {found !== null && found.lost.length > 0 && (
        <p class="nlpw-lost">
          <b>{whole(found.lost.length)} without a vector:</b> {listed(found.lost)}
        </p>
      )}
      <details>
        <summary>The words of the test</summary>
        <div class="nlpw-sets">
          {(["x", "y", "a", "b"] as const).map((side) => (
            <section key={side}>
              <h4>{chosen[`${side}_name`]}</h4>
              <WordsEditor
                name={chosen[`${side}_name`]}
                words={chosen[side]}
                disabled={!live}
                onChange={(words) => store.ask({ test: { ...chosen, [side]: words } })}
              />
            </section>
          ))}
        </div>
      </details>
    </div>
  );
}

/** X above the axis, Y below it; nearer to A at the right, to B at the left. */
function Dots({ store, test }: { store: Store; test: Test }) {
  const weat = store.weat.value;
  const found = store.fields.association.value;
  if (weat === null || found === null) return null;
  const room = store.width.value - 26;
  // the table stands beside it where there is room for both
  const width = Math.max(240, Math.min(860, room > 970 ? room - 450 : room));
  let reach = 0.02;
  for (const value of weat.before.associations) reach = Math.max(reach, Math.abs(value));
  for (const value of weat.now.associations) reach = Math.max(reach, Math.abs(value));
  reach *= 1.08;
  const x = (value: number) => width / 2 + (value / reach) * (width / 2 - PAD);
  const words = [...found.x, ...found.y];
  const dots = Array.from(weat.now.associations, (value, at) => {
    const row = at < found.x.length ? 0 : 1;
    const lane = (at * 0.618034) % 1;
    return { at, row, x: x(value), y: row * ROW + 12 + lane * (ROW - 24) };
  });
  const middle = width / 2;
  const spots = [...dots].sort((one, other) => Math.abs(other.x - middle) - Math.abs(one.x - middle));
  const taken = [
    { text: test.x_name, x: PAD, y: 8 },
    { text: test.y_name, x: PAD, y: 2 * ROW - 8 },
  ];
  const labels = placeNames(spots, words, { width, height: 2 * ROW, radius: 3, taken });
  const mean = (row: number) => {
    const own = dots.filter((dot) => dot.row === row);
    return own.reduce((sum, dot) => sum + dot.x, 0) / own.length;
  };
  return (
    <svg
      class="nlpw-dots"
      width={width}
      height={2 * ROW + 20}
      role="img"
      aria-label={`${test.x_name} and ${test.y_name} between ${test.b_name} at the left and ${test.a_name} at the right`}
    >
      <path class="nlpw-axis" d={`M${PAD} ${ROW}H${width - PAD}M${width / 2} 4V${2 * ROW}`} />
      <path class="nlpw-mean nlpw-first" d={`M${mean(0).toFixed(1)} 6V${ROW}`} />
      <path class="nlpw-mean nlpw-other" d={`M${mean(1).toFixed(1)} ${ROW}V${2 * ROW - 6}`} />
      {dots.map((dot) => (
        <circle key={dot.at} class={dot.row === 0 ? "nlpw-first" : "nlpw-other"} cx={dot.x} cy={dot.y} r={3} />
      ))}
      <Names labels={labels} spots={spots} words={words} />
      <text class="nlpw-end" x={PAD} y={12}>
        {test.x_name}
      </text>
      <text class="nlpw-end" x={PAD} y={2 * ROW - 4}>
        {test.y_name}
      </text>
      <text class="nlpw-end" x={PAD} y={2 * ROW + 15}>
        ← nearer to {test.b_name}
      </text>
      <text class="nlpw-end nlpw-right" x={width - PAD} y={2 * ROW + 15}>
        nearer to {test.a_name} →
      </text>
    </svg>
  );
}

function Verdict({ store }: { store: Store }) {
  const weat = store.weat.value;
  if (weat === null) return null;
  const { before, now } = weat;
  const { exact } = now;
  const error = Math.sqrt((now.p * (1 - now.p)) / now.partitions);
  return (
    <table class="nlpw-figures">
      <thead>
        <tr>
          <th scope="col">
            <span class="nlpw-hidden">quantity</span>
          </th>
          <th scope="col">as given</th>
          <th scope="col">now</th>
        </tr>
      </thead>
      <tbody>
        <tr>
          <th scope="row">effect size d (standard deviation of a sample)</th>
          <td>{number(before.effect)}</td>
          <td>{number(now.effect)}</td>
        </tr>
        <tr>
          <th scope="row">statistic s</th>
          <td>{number(before.statistic)}</td>
          <td>{number(now.statistic)}</td>
        </tr>
        <tr>
          <th scope="row">
            p over {exact ? "all" : ""} {whole(now.partitions)} partitions{exact ? "" : " drawn by chance"}
          </th>
          <td>{pValue(before)}</td>
          <td>
            {pValue(now)}
            {!exact && now.p > 0 && <small> ± {format(error, { digits: 4 })}</small>}
          </td>
        </tr>
      </tbody>
    </table>
  );
}

function same(one: Test, other: Test): boolean {
  return (
    one.name === other.name && (["x", "y", "a", "b"] as const).every((side) => one[side].join() === other[side].join())
  );
}
