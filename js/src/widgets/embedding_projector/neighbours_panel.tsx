/** The word looked at: what is near it in the space of the vectors, and how true its place in the picture is. */

import { Button } from "../../controls/button";
import { Stepper } from "../../controls/stepper";
import { format, whole } from "../../marks/format";
import type { Neighbour, Neighbours } from "../../protocol/embedding_projector.gen";
import { selectNeighbours } from "./keyboard";
import type { Store } from "./state";

export function NeighboursPanel({ store }: { store: Store }) {
  const { fields } = store;
  const word = fields.word.value;
  if (word === "") {
    return <p class="nlpw-none">Click a point, or search for a word, to see its neighbours among the vectors.</p>;
  }
  const found = store.looked.value;
  const point = store.point.value;
  const points = [point, ...(found?.neighbours ?? []).map((one) => one.point)];
  return (
    <>
      <div class="nlpw-looked" aria-live="polite">
        <b class="nlpw-cut" title={word}>
          {word}
        </b>
        <span class="nlpw-quiet">
          {point < 0 ? "not among the points" : `${whole(point + 1)} of ${whole(store.words.value.length)}`}
        </span>
        <span class="nlpw-grow" />
        <Button name="Let go of the word" icon="close" onClick={() => store.ask({ word: "" })} />
      </div>
      {found !== null && <Trust found={found} />}
      <div class="nlpw-panel-line">
        {store.live.value ? (
          <span class="nlpw-setting">
            nearest
            <Stepper
              label="neighbours shown"
              value={fields.k.value}
              min={1}
              max={100}
              onChange={(k) => store.ask({ k })}
            />
          </span>
        ) : (
          <span class="nlpw-quiet">nearest among the points</span>
        )}
        <span class="nlpw-grow" />
        <Button
          name="Fly to the word and its neighbours (F)"
          disabled={point < 0}
          onClick={() => {
            store.goTo.value = { points };
          }}
        >
          fly
        </Button>
        <Button
          name="Select the word and its neighbours (N)"
          disabled={point < 0}
          onClick={() => selectNeighbours(store)}
        >
          select
        </Button>
      </div>
      {found === null ? <p class="nlpw-none">{waiting(store)}</p> : <Lists store={store} found={found} />}
    </>
  );
}

function waiting(store: Store): string {
  if (!store.live.value) return "Its neighbours are not in this page: that needs a kernel.";
  return store.answers.problem.value === "" ? "Looking…" : "No answer.";
}

function Trust({ found }: { found: Neighbours }) {
  const { trustworthiness, continuity } = found;
  if (trustworthiness === null || continuity === null) return null;
  return (
    <p class="nlpw-trust">
      <span title="1: all its neighbours in the picture are true ones">
        trustworthiness <b>{format(trustworthiness, { digits: 2 })}</b>
      </span>
      <span title="1: all its true neighbours are near it in the picture">
        continuity <b>{format(continuity, { digits: 2 })}</b>
      </span>
    </p>
  );
}

function Lists({ store, found }: { store: Store; found: Neighbours }) {
  const { name, second } = store.fields.source.value;
  const here = new Set(found.neighbours.map(({ word }) => word));
  const there = new Set(found.second.map(({ word }) => word));
  if (found.neighbours.length === 0) return <p class="nlpw-none">It has no neighbours.</p>;
  if (found.second.length === 0) return <List store={store} near={found.neighbours} name="neighbours" />;
  return (
    <div class="nlpw-two">
      <div>
        <h4 title={name}>{name}</h4>
        <List store={store} near={found.neighbours} name={`neighbours in ${name}`} others={there} />
      </div>
      <div>
        <h4 title={second}>{second}</h4>
        <List store={store} near={found.second} name={`neighbours in ${second}`} others={here} />
      </div>
    </div>
  );
}

interface ListProps {
  readonly store: Store;
  readonly near: readonly Neighbour[];
  readonly name: string;
  /** Neighbours in the other embedding: what both have is marked. */
  readonly others?: ReadonlySet<string>;
}

function List({ store, near, name, others }: ListProps) {
  const missing = near.filter(({ point }) => point < 0).length;
  return (
    <>
      <ol class="nlpw-near" aria-label={name}>
        {near.map(({ word, point, cosine }) => (
          <li key={word}>
            <button
              type="button"
              title={point < 0 ? "Not among the points" : `Look at ${word}`}
              onClick={() => (point < 0 ? store.ask({ word }) : store.look(point, true))}
              onPointerEnter={() => {
                if (point >= 0) store.marked.value = point;
              }}
              onPointerLeave={() => {
                store.marked.value = -1;
              }}
            >
              <span class={`nlpw-cut${point < 0 ? " nlpw-unseen" : ""}${others?.has(word) ? " nlpw-both" : ""}`}>
                {word}
              </span>
              <i class="nlpw-cosine" aria-hidden="true">
                <i style={{ width: `${(100 * Math.max(0, Math.min(1, cosine))).toFixed(1)}%` }} />
              </i>
              <span class="nlpw-value">{format(cosine)}</span>
            </button>
          </li>
        ))}
      </ol>
      {missing > 0 && (
        <p class="nlpw-quiet">
          {missing} of them {missing === 1 ? "is" : "are"} not among the points
        </p>
      )}
      {others !== undefined && <p class="nlpw-quiet">{near.filter(({ word }) => others.has(word)).length} in both</p>}
    </>
  );
}
