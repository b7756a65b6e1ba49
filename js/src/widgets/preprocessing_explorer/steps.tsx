/** The rows: the source, then each step's card with its lane. */

import { useRef } from "preact/hooks";
import { Button } from "../../controls/button";
import { Switch } from "../../controls/switch";
import type { Card, Note } from "../../protocol/preprocessing_explorer.gen";
import { Lane, useLaid } from "./lane";
import { Options } from "./options";
import { moved, type Reorder, useReorder } from "./reorder";
import type { Stage, Store } from "./state";

export function Steps({ store }: { store: Store }) {
  const list = useRef<HTMLOListElement>(null);
  const { value: cards } = store.fields.steps;
  const reorder = useReorder(
    cards.length,
    () => [...(list.current?.children ?? [])] as HTMLElement[],
    (from, to) => store.setSteps(moved(store.fields.steps.peek(), from, to)),
  );
  const [source] = store.stages.value;
  return (
    <div class="nlpw-rows">
      {source !== undefined && <Source store={store} stage={source} />}
      <ol ref={list} class={reorder.lifted === null ? "" : "nlpw-moving"}>
        {cards.map((card, index) => (
          <Row key={card.id} store={store} card={card} index={index} reorder={reorder} />
        ))}
      </ol>
      <span class="nlpw-hidden" aria-live="assertive">
        {reorder.said}
      </span>
    </div>
  );
}

function Source({ store, stage }: { store: Store; stage: Stage }) {
  const folded = store.fields.folded.value.includes("");
  const words = stage.text.value.split(/\s+/u).filter((word) => word !== "").length;
  return (
    <section class="nlpw-row nlpw-source" aria-label="source">
      <div class="nlpw-card">
        <div class="nlpw-head">
          <b>Source</b>
          <span class="nlpw-count">{words === 1 ? "1 token" : `${words} tokens`}</span>
          {stage.text.length > 0 && <Fold store={store} id="" title="Source" folded={folded} />}
        </div>
      </div>
      {stage.text.length === 0 ? (
        <p class="nlpw-thin">The text is empty.</p>
      ) : (
        <Lane store={store} stage={stage} folded={folded} />
      )}
    </section>
  );
}

interface RowProps {
  readonly store: Store;
  readonly card: Card;
  readonly index: number;
  readonly reorder: Reorder;
}

function Row({ store, card, index, reorder }: RowProps) {
  const kind = store.kind(card.name);
  const { value: obstacle } = store.obstacle;
  const stage = card.on ? store.stages.value.find(({ id }) => id === card.id) : undefined;
  const folded = store.fields.folded.value.includes(card.id);
  const notes = store.notes.value.filter(({ id }) => id === card.id);
  const change = (patch: Partial<Card>) =>
    store.setSteps(store.fields.steps.peek().map((one) => (one.id === card.id ? { ...one, ...patch } : one)));
  const example = kind.before === "" ? "" : `\n${kind.before} → ${kind.after}`;
  const lifted = reorder.lifted === card.id;
  return (
    <li
      class={`nlpw-row${card.on ? "" : " nlpw-off"}${stage?.rows ? "" : " nlpw-short"}${lifted ? " nlpw-lifted" : ""}`}
      data-card={card.id}
      style={{ order: reorder.place(index) }}
    >
      <div class="nlpw-card">
        <div class="nlpw-head">
          <button
            type="button"
            class="nlpw-handle"
            aria-label={`Move ${kind.title}, place ${index + 1}`}
            aria-pressed={lifted}
            disabled={obstacle !== null}
            title={obstacle === null ? "Drag, or Alt+↑ and Alt+↓" : `Moving: ${obstacle.toLowerCase()}`}
            {...reorder.handle(card.id, index, kind.title)}
          >
            <Grip />
          </button>
          <Switch
            name={kind.title}
            on={card.on}
            disabled={store.switching.value !== null}
            title={store.switching.value ?? `${kind.help}${example}`}
            onChange={(on) => change({ on })}
          >
            <b class="nlpw-step">{kind.title}</b>
          </Switch>
          {kind.custom && (
            <span class="nlpw-python" title="A function from Python">
              Python
            </span>
          )}
          {stage?.rows && <Fold store={store} id={card.id} title={kind.title} folded={folded} />}
        </div>
        {card.on && (
          <Options card={card} kind={kind} disabled={obstacle !== null} onChange={(options) => change({ options })} />
        )}
        {card.on && notes.map((note) => <Hint key={`${note.kind} ${note.other}`} store={store} note={note} />)}
      </div>
      <Result store={store} card={card} stage={stage} folded={folded} />
    </li>
  );
}

function Result({
  store,
  card,
  stage,
  folded,
}: Omit<RowProps, "index" | "reorder"> & { stage: Stage | undefined; folded: boolean }) {
  if (!card.on) return <p class="nlpw-thin">off</p>;
  if (stage === undefined) {
    const absent = store.missing.value.includes(card.id);
    return <p class="nlpw-thin">{absent ? "This combination is not in the page." : "…"}</p>;
  }
  if (stage.rows === null) return <p class="nlpw-thin nlpw-same">unchanged</p>;
  return <Changed store={store} stage={stage} folded={folded} />;
}

/** A lane with what the step did, in numbers. */
function Changed({ store, stage, folded }: { store: Store; stage: Stage; folded: boolean }) {
  const { removed, changed, joined } = useLaid(stage);
  const counts = [
    [removed, "removed"],
    [changed, "changed"],
    [joined, "joined"],
  ] as const;
  return (
    <div class="nlpw-result">
      <Lane store={store} stage={stage} folded={folded} />
      <p class="nlpw-counts">
        {counts
          .filter(([count]) => count > 0)
          .map(([count, what]) => (
            <span key={what}>
              {count} {what}
            </span>
          ))}
        {stage.text.value.trim() === "" && <span>nothing is left</span>}
      </p>
    </div>
  );
}

/** A warning about the order, and its remedy. */
function Hint({ store, note }: { store: Store; note: Note }) {
  const { value: cards } = store.fields.steps;
  const onlySwitches =
    note.steps.length === cards.length &&
    note.steps.every(
      ({ id, options }, k) => id === cards[k]?.id && JSON.stringify(options) === JSON.stringify(cards[k]?.options),
    );
  const { value: obstacle } = onlySwitches ? store.switching : store.obstacle;
  return (
    <div class="nlpw-note">
      <span>{note.reason}</span>
      <button
        type="button"
        disabled={obstacle !== null}
        title={obstacle ?? note.fix}
        onClick={() => store.setSteps(note.steps)}
      >
        {note.fix}
      </button>
    </div>
  );
}

function Fold({ store, id, title, folded }: { store: Store; id: string; title: string; folded: boolean }) {
  const toggle = () => {
    const rest = store.fields.folded.peek().filter((one) => one !== id);
    store.pass({ folded: folded ? rest : [...rest, id] });
  };
  return (
    <span class="nlpw-fold">
      <Button
        name={folded ? `Unfold ${title}` : `Fold ${title}`}
        icon={folded ? "right" : "down"}
        expanded={!folded}
        onClick={toggle}
      />
    </span>
  );
}

function Grip() {
  return (
    <svg viewBox="0 0 8 14" width="8" height="14" fill="currentColor" aria-hidden="true">
      {[2, 7, 12].flatMap((y) => [2, 6].map((x) => <circle key={`${x} ${y}`} cx={x} cy={y} r="1.1" />))}
    </svg>
  );
}
