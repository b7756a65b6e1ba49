/** A sentence and its counterpart, read by a sentiment model whose word vectors lose the direction with the slider. */

import { format, formatProbability } from "../../marks/format";
import type { Reading } from "../../protocol/bias_explorer.gen";
import { unpack } from "../../protocol/codec";
import { Entry } from "./entry";
import type { Store } from "./state";

const HEIGHT = 170;
const PAD = { left: 40, right: 14, top: 10, bottom: 24 };

export function SentencePanel({ store }: { store: Store }) {
  const reading = store.fields.reading.value;
  return (
    <div class="nlpw-reading">
      <Ask store={store} />
      {reading === null && (
        <p class="nlpw-none" role="status">
          {store.live.value ? "reading …" : "This page holds no reading of it."}
        </p>
      )}
      {reading !== null && reading.problem !== "" && <p class="nlpw-none">{reading.problem}</p>}
      {reading !== null && reading.problem === "" && <Curves store={store} reading={reading} />}
    </div>
  );
}

function Ask({ store }: { store: Store }) {
  return (
    <div class="nlpw-line nlpw-sentence-box">
      <Entry
        name="sentence"
        value={store.fields.sentence.value}
        disabled={!store.live.value}
        onEnter={(sentence) => store.ask({ sentence })}
      />
    </div>
  );
}

function Curves({ store, reading }: { store: Store; reading: Reading }) {
  const width = Math.max(240, Math.min(640, store.width.value - 26));
  const { values } = unpack(reading.probabilities);
  const curves = [values.subarray(0, 101), values.subarray(101, 202)];
  const [low, high] = scaleOf(values);
  const strength = store.fields.strength.value;
  const verdicts = store.verdicts.value;
  const x = (at: number) => PAD.left + at * (width - PAD.left - PAD.right);
  const y = (value: number) => PAD.top + ((high - value) / (high - low)) * (HEIGHT - PAD.top - PAD.bottom);
  const path = (curve: ArrayLike<number>) =>
    `M${Array.from(curve, (value, k) => `${x(k / 100).toFixed(1)} ${y(value).toFixed(1)}`).join("L")}`;
  return (
    <>
      <p class="nlpw-both">
        <span class="nlpw-first">
          <i class="nlpw-key" /> <Marked reading={reading} text={reading.sentence} swapped={false} />{" "}
          <b>{verdicts === null ? "–" : formatProbability(verdicts[0])}</b>
        </span>
        <span class="nlpw-other">
          <i class="nlpw-key" /> <Marked reading={reading} text={reading.swapped} swapped />{" "}
          <b>{verdicts === null ? "–" : formatProbability(verdicts[1])}</b>
        </span>
        <span class="nlpw-quiet">
          difference {verdicts === null ? "–" : format(verdicts[0] - verdicts[1], { signed: true, digits: 4 })}
        </span>
      </p>
      <svg class="nlpw-curves" width={width} height={HEIGHT} role="img" aria-label="P(positive) over the share removed">
        {[low, (low + high) / 2, high].map((tick) => (
          <g key={tick}>
            <path class="nlpw-grid" d={`M${PAD.left} ${y(tick)}H${width - PAD.right}`} />
            <text class="nlpw-end nlpw-right" x={PAD.left - 6} y={y(tick) + 4}>
              {format(tick, { digits: high - low < 0.1 ? 3 : 2 })}
            </text>
          </g>
        ))}
        <path class="nlpw-marker" d={`M${x(strength)} ${PAD.top}V${HEIGHT - PAD.bottom}`} />
        {curves.map((curve, k) => (
          <g key={k} class={k === 0 ? "nlpw-first" : "nlpw-other"}>
            <path class="nlpw-curve" d={path(curve)} />
            <circle cx={x(strength)} cy={y(curve[Math.round(100 * strength)] as number)} r={4} />
          </g>
        ))}
        <text class="nlpw-end" x={PAD.left} y={HEIGHT - 6}>
          0
        </text>
        <text class="nlpw-end nlpw-right" x={width - PAD.right} y={HEIGHT - 6}>
          share removed: 1
        </text>
      </svg>
      <p class="nlpw-note">
        P(positive) by the bundled model “{reading.model}”. The same pairs give a direction in its own word vectors; the
        share is taken from every word of the sentence, exempt or not, and each vector keeps its length.
      </p>
    </>
  );
}

/** The sentence, with the words that are swapped underlined. */
function Marked({ reading, text, swapped }: { reading: Reading; text: string; swapped: boolean }) {
  const letters = [...text];
  const parts = [];
  let [at, moved] = [0, 0];
  for (const { start, word, other } of reading.swaps) {
    const begin = start + (swapped ? moved : 0);
    const shown = swapped ? other : word;
    const length = [...shown].length;
    parts.push(letters.slice(at, begin).join(""), <u key={start}>{letters.slice(begin, begin + length).join("")}</u>);
    at = begin + length;
    moved += [...other].length - [...word].length;
  }
  parts.push(letters.slice(at).join(""));
  return <span>{parts}</span>;
}

/** Round limits around the curves, at least 0.02 apart. */
export function scaleOf(values: ArrayLike<number>): [number, number] {
  let [low, high] = [1, 0];
  for (let k = 0; k < values.length; k++) {
    low = Math.min(low, values[k] as number);
    high = Math.max(high, values[k] as number);
  }
  const step = high - low > 0.2 ? 0.1 : high - low > 0.05 ? 0.02 : 0.01;
  low = Math.max(0, Math.floor(low / step) * step);
  high = Math.min(1, Math.ceil(high / step) * step);
  return high - low < 0.02 ? [Math.max(0, low - 0.01), Math.min(1, high + 0.01)] : [low, high];
}
