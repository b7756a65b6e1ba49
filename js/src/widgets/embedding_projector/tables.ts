/** The figures of the projector as tables. */

import type { Table } from "../../controls/table_dialog";
import { counted, format, whole } from "../../marks/format";
import { coordinate, eachSpot, still } from "../../marks/point_cloud";
import { viewMatrix } from "../../marks/view_matrix";
import { unpack } from "../../protocol/codec";
import { positionsOf } from "./motion";
import type { Store } from "./state";
import { valueText } from "./tooltip";

/** Rows of a table. */
const MOST = 1000;
const AXES = ["x", "y", "z"];

interface Figure {
  readonly value: string;
  readonly label: string;
}

export function figuresOf({ fields }: Store): Figure[] {
  return [
    { value: "points", label: "points in sight" },
    { value: "selection", label: "selection" },
    { value: "neighbours", label: "neighbours" },
    ...(fields.changes.value === null ? [] : [{ value: "changes", label: "changes" }]),
    ...(fields.quality.value === null ? [] : [{ value: "quality", label: "quality" }]),
  ];
}

export function tableOf(figure: string, store: Store): Table {
  if (figure === "neighbours") return neighbourTable(store);
  if (figure === "changes") return changeTable(store);
  if (figure === "quality") return qualityTable(store);
  if (figure === "selection") {
    const { value } = store.selected;
    return pointTable(store, [...value.subarray(0, MOST)], `Selection: ${counted(value.length, "word")}`, value.length);
  }
  const inSight = pointsInSight(store);
  return pointTable(store, inSight.slice(0, MOST), "Points in sight", inSight.length);
}

/** Before it is in the page, px. */
const USUAL = { width: 800, height: 520 };

/** In the first picture. */
function pointsInSight(store: Store): number[] {
  const { fields, pilot } = store;
  const { value: frame } = fields.frame;
  if (frame === null) return [];
  const positions = positionsOf(frame.points);
  const whole = store.size.value.width > 0 ? store.size.value : USUAL;
  const halves = fields.arrangement.value === "side" && frame.second !== null ? 2 : 1;
  const size = { ...whole, width: whole.width / halves };
  const found: number[] = [];
  const matrix = viewMatrix(pilot.camera.value, size, positions.dimensions);
  eachSpot(still(positions), matrix, size, 0, (i) => {
    found.push(i);
    return undefined;
  });
  return found;
}

function pointTable(store: Store, points: readonly number[], what: string, total: number): Table {
  const { fields, words } = store;
  const { value: frame } = fields.frame;
  const columns = [
    [store.colorColumn.value, store.colorValues.value],
    [store.sizeColumn.value, store.sizeValues.value],
  ].filter(([column], k, all) => column !== undefined && (k === 0 || column !== all[0]?.[0])) as [
    NonNullable<typeof store.colorColumn.value>,
    ArrayLike<number> | null,
  ][];
  const cloud = frame === null ? null : still(positionsOf(frame.points));
  const dimensions = frame === null ? 0 : (unpack(frame.points).shape[1] ?? 2);
  const place = (i: number, k: number) => {
    if (cloud === null || frame === null) return "";
    const [low, high] = [frame.low[k] ?? -1, frame.high[k] ?? 1];
    return format(low + ((coordinate(cloud, i, k) + 1) / 2) * (high - low));
  };
  return {
    caption: total > points.length ? `${what}: the first ${counted(points.length, "row")} of ${whole(total)}` : what,
    words: [0],
    columns: ["word", ...AXES.slice(0, dimensions), ...columns.map(([{ name }]) => name)],
    rows: points.map((i) => [
      words.value.at(i),
      ...AXES.slice(0, dimensions).map((_, k) => place(i, k)),
      ...columns.map(([column, values]) => (values === null ? "" : valueText(column, values[i] ?? Number.NaN))),
    ]),
  };
}

function neighbourTable({ looked, fields }: Store): Table {
  const found = looked.value;
  const rows = (near: NonNullable<typeof found>["neighbours"], name: string) =>
    near.map(({ word, cosine, point }, k) => [word, name, String(k + 1), format(cosine), point < 0 ? "no" : "yes"]);
  const { name, second } = fields.source.value;
  return {
    caption: fields.word.value === "" ? "No word is looked at" : `Nearest to “${fields.word.value}”`,
    words: [0, 1, 4],
    columns: ["word", "embedding", "rank", "cosine", "shown"],
    rows: found === null ? [] : [...rows(found.neighbours, name), ...rows(found.second, second)],
  };
}

function changeTable({ fields }: Store): Table {
  const changes = fields.changes.value;
  return {
    caption: `Change of the ${changes?.k ?? 0} nearest neighbours, the stretch that is here`,
    words: [0],
    columns: ["word", "rank", "change", "distance after alignment"],
    rows: (changes?.rows ?? []).map(({ word, change, residual }, k) => [
      word,
      String((changes?.offset ?? 0) + k + 1),
      format(change),
      format(residual),
    ]),
  };
}

function qualityTable({ fields }: Store): Table {
  const quality = fields.quality.value;
  return {
    caption: quality === null ? "Not assessed" : `Means over ${counted(quality.sample, "point")}, k = ${quality.k}`,
    words: [0],
    columns: ["measure", "value"],
    rows:
      quality === null
        ? []
        : [
            ["trustworthiness", format(quality.trustworthiness)],
            ["continuity", format(quality.continuity)],
            ["neighbours kept", format(quality.preserved)],
          ],
  };
}
