/** The selected document: its text, through to the raw one, and its terms. */

import { useComputed, useSignal } from "@preact/signals";
import { useMemo } from "preact/hooks";
import { Button } from "../../controls/button";
import { Stepper } from "../../controls/stepper";
import { counted, whole } from "../../marks/format";
import { unpack } from "../../protocol/codec";
import type { Reading } from "../../protocol/vectorizer_explorer.gen";
import { waiting } from "./formula";
import { LitText, tintOf } from "./lit_text";
import { termName } from "./names";
import { cellText } from "./paint";
import { spansOf } from "./segments";
import type { Store } from "./state";
import { weight } from "./weights";

interface Props {
  readonly store: Store;
  readonly top: number;
}

export function Reader({ store, top }: Props) {
  const cell = store.fields.cell.value;
  const reading = store.reading.value;
  if (cell === null) return null;
  return (
    <section class="nlpw-reader" aria-label="The selected document">
      <h4>
        Document
        <Stepper
          label="document"
          value={cell.document}
          min={0}
          max={Math.max(0, store.fields.size.value.documents - 1)}
          onChange={(document) => store.select({ document })}
        />
        {reading !== null && (
          <span class="nlpw-plain">
            {reading.label !== "" && <b class="nlpw-label">{reading.label}</b>} {counted(reading.length, "term")}
          </span>
        )}
      </h4>
      {reading === null ? (
        <p class="nlpw-none">{waiting(store)}</p>
      ) : (
        <Document store={store} reading={reading} top={top} />
      )}
    </section>
  );
}

function Document({ store, reading, top }: Props & { reading: Reading }) {
  const weights = useWeights(store, reading);
  const values = useMemo(() => unpack(reading.places).values, [reading]);
  const raw = useMemo(() => spansOf(values, 5, 3), [values]);
  const counted_ = useMemo(() => spansOf(values, 5, 1), [values]);
  const tint = (term: number) => tintOf(weights[term] ?? 0, top);
  const shared = {
    terms: reading.vocabulary,
    tint,
    lit: store.lit,
    selected: store.fields.cell.value?.term ?? null,
    onPick: (term: string) => store.select({ term }),
  };
  return (
    <>
      {!beginning(reading.raw).startsWith(reading.title.replace(/…$/, "").trim()) && (
        <p class="nlpw-title-line">{reading.title}</p>
      )}
      <div class={reading.text === null ? "nlpw-panes" : "nlpw-panes nlpw-two"}>
        {reading.text !== null && (
          <div>
            <span class="nlpw-caption">as counted</span>
            <LitText name="text as counted" text={reading.text} spans={counted_} {...shared} />
          </div>
        )}
        <div>
          {reading.text !== null && <span class="nlpw-caption">as given</span>}
          <LitText name="text as given" text={reading.raw} spans={raw} {...shared} />
        </div>
      </div>
      {reading.raw === "" && <p class="nlpw-none">This document is empty.</p>}
      {reading.cut && <p class="nlpw-note">The document goes on: it is too long to be shown whole.</p>}
      <Terms store={store} reading={reading} weights={weights} />
    </>
  );
}

/** How a text begins, on one line as titles are. */
function beginning(text: string): string {
  return text.slice(0, 1000).replace(/\s+/g, " ").trim();
}

/** Weight of each term of the document in the weighting shown. */
function useWeights(store: Store, reading: Reading): Float64Array {
  const { documents } = store.fields.size.value;
  const scheme = store.scheme.value;
  return useMemo(() => {
    const counts = unpack(reading.counts).values;
    const frequencies = unpack(reading.frequencies).values;
    return Float64Array.from(reading.vocabulary, (_, k) =>
      weight(scheme, {
        count: counts[k] ?? 0,
        length: reading.length,
        df: frequencies[k] ?? 0,
        documents,
        norm: reading.norm,
        normSublinear: reading.norm_sublinear,
      }),
    );
  }, [reading, scheme, documents]);
}

const FEW = 12;
const MANY = 200;

/** The terms of the document, by falling weight. */
function Terms({ store, reading, weights }: { store: Store; reading: Reading; weights: Float64Array }) {
  const all = useSignal(false);
  const order = useMemo(
    () => [...weights.keys()].sort((a, b) => (weights[b] as number) - (weights[a] as number)),
    [weights],
  );
  const { unit } = store.fields.options.value;
  const scheme = store.scheme.value;
  const shown = order.slice(0, all.value ? MANY : FEW);
  return (
    <ul class="nlpw-own-terms" aria-label="Terms of the document, by falling weight">
      {shown.map((k) => {
        const term = reading.vocabulary[k] ?? "";
        return (
          <li key={term}>
            <TermButton store={store} term={term} name={termName(term, unit)}>
              <span class="nlpw-quiet">{cellText(scheme, weights[k] as number)}</span>
            </TermButton>
          </li>
        );
      })}
      {order.length > FEW && (
        <li>
          <Button
            name={all.value ? "fewer terms" : `${whole(Math.min(MANY, order.length) - FEW)} more terms`}
            onClick={() => {
              all.value = !all.value;
            }}
          >
            {all.value ? "fewer" : `${whole(Math.min(MANY, order.length) - FEW)} more`}
          </Button>
        </li>
      )}
    </ul>
  );
}

interface TermProps {
  readonly store: Store;
  readonly term: string;
  readonly name: string;
  readonly children?: preact.ComponentChildren;
}

/** A term to hover and to click. */
export function TermButton({ store, term, name, children }: TermProps) {
  const lit = useComputed(() => store.lit.value === term);
  const chosen = store.fields.cell.value?.term === term;
  const light = (on: boolean) => () => {
    store.lit.value = on ? term : null;
  };
  return (
    <button
      type="button"
      class={`nlpw-term${chosen ? " nlpw-picked" : ""}${lit.value ? " nlpw-lit" : ""}`}
      title={`Go to the column of “${name}”`}
      onPointerEnter={light(true)}
      onPointerLeave={light(false)}
      onFocus={light(true)}
      onBlur={light(false)}
      onClick={() => store.select({ term })}
    >
      {name}
      {children}
    </button>
  );
}
