/** The corpus after each step: how many tokens and different words, how many of them unknown, how they are spread. */

import { useSignal } from "@preact/signals";
import { Button } from "../../controls/button";
import { percent } from "../../marks/format";
import { unpack } from "../../protocol/codec";
import type { StageCounts } from "../../protocol/preprocessing_explorer.gen";
import { type Curve, RankChart } from "./rank_chart";
import type { Store } from "./state";

const COLORS = ["ink3", "input", "forget", "candidate", "output", "cell", "hidden"] as const;

/** The source is grey; steps take the roles' colours in turn, dashed the second time round. */
export function lookOf(index: number): Pick<Curve, "color" | "dashed"> {
  const at = index === 0 ? 0 : 1 + ((index - 1) % (COLORS.length - 1));
  return { color: `var(--nlpw-${COLORS[at]})`, dashed: index >= COLORS.length };
}

export function titleOf(store: Store, { id }: StageCounts): string {
  if (id === "") return "Source";
  const card = store.fields.steps.value.find((one) => one.id === id);
  return card === undefined ? id : store.kind(card.name).title;
}

export function CorpusPanel({ store }: { store: Store }) {
  const { value: corpus } = store.fields.corpus;
  const { value: counting } = store.fields.counting;
  const { value: count } = store.fields.document_count;
  const { value: obstacle } = store.obstacle;
  const pointed = useSignal<string | null>(null);
  const read = corpus?.read ?? 0;
  const total = corpus?.total ?? count;
  return (
    <div class="nlpw-corpus">
      <div class="nlpw-line">
        <Button
          name={obstacle === null ? (counting ? "Cancel" : "Count") : `Count: ${obstacle.toLowerCase()}`}
          disabled={obstacle !== null}
          onClick={() => store.pass({ counting: !counting })}
        >
          {counting ? "Cancel" : "Count"}
        </Button>
        {counting && <progress aria-label="texts counted" max={Math.max(1, total)} value={read} />}
        <span class="nlpw-faded">
          {corpus === null
            ? `Tokens, vocabulary and unknown words after each step, over ${total === 1 ? "this text" : `${total.toLocaleString("en")} texts`}.`
            : `${read.toLocaleString("en")} of ${total.toLocaleString("en")} ${total === 1 ? "text" : "texts"} read${counting ? " so far" : ""}.`}
        </span>
      </div>
      {corpus !== null && corpus.stages.length > 0 && (
        <div class="nlpw-spread">
          <section>
            <h4>After each step</h4>
            <Stages store={store} stages={corpus.stages} point={(id) => (pointed.value = id)} />
            <p class="nlpw-faded">Unknown: {corpus.reference}. The bar shows what is left of the vocabulary.</p>
          </section>
          <section>
            <h4>Frequency by rank</h4>
            <RankChart
              pointed={pointed.value}
              curves={corpus.stages.map((stage, k) => ({
                id: stage.id,
                title: titleOf(store, stage),
                ...lookOf(k),
                ranks: unpack(stage.ranks).values,
                frequencies: unpack(stage.frequencies).values,
              }))}
            />
          </section>
        </div>
      )}
    </div>
  );
}

interface StagesProps {
  readonly store: Store;
  readonly stages: readonly StageCounts[];
  point(id: string | null): void;
}

function Stages({ store, stages, point }: StagesProps) {
  const most = Math.max(1, ...stages.map(({ vocabulary }) => vocabulary));
  return (
    <table onPointerLeave={() => point(null)}>
      <thead>
        <tr>
          <th scope="col">after</th>
          <th scope="col" class="nlpw-number">
            tokens
          </th>
          <th scope="col" class="nlpw-number">
            vocabulary
          </th>
          <td />
          <th scope="col" class="nlpw-number">
            unknown
          </th>
        </tr>
      </thead>
      <tbody>
        {stages.map((stage, k) => (
          <tr
            key={stage.id}
            title={`most frequent: ${stage.frequent.join(", ")}`}
            onPointerEnter={() => point(stage.id)}
          >
            <th scope="row">
              <Swatch {...lookOf(k)} />
              {titleOf(store, stage)}
            </th>
            <td class="nlpw-number">{stage.tokens.toLocaleString("en")}</td>
            <td class="nlpw-number">{stage.vocabulary.toLocaleString("en")}</td>
            <td class="nlpw-share" aria-hidden="true">
              <span style={{ width: `${(100 * stage.vocabulary) / most}%` }} />
            </td>
            <td class="nlpw-number">{stage.tokens === 0 ? "–" : percent(stage.unknown / stage.tokens)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Swatch({ color, dashed }: Pick<Curve, "color" | "dashed">) {
  return (
    <svg class="nlpw-swatch" width="16" height="8" aria-hidden="true">
      <line
        x1="0"
        x2="16"
        y1="4"
        y2="4"
        stroke={color}
        stroke-width="2"
        stroke-dasharray={dashed ? "4 2" : undefined}
      />
    </svg>
  );
}
