/** The cell at one step as a diagram with live numbers: state in, gates, state out. */

import { type DetailProps, previousOffset } from "./detail";
import { clampWidth } from "./diagram_geometry";
import { GRU_HEIGHT, GruDiagram } from "./diagram_gru";
import { LSTM_HEIGHT, LstmDiagram } from "./diagram_lstm";
import { FrameContext } from "./diagram_parts";
import { RNN_HEIGHT, RnnDiagram } from "./diagram_rnn";
import { inShort, inWords } from "./diagram_words";
import { useWidth } from "./use_width";

const CELLS = {
  lstm: { Diagram: LstmDiagram, height: LSTM_HEIGHT },
  gru: { Diagram: GruDiagram, height: GRU_HEIGHT },
  rnn: { Diagram: RnnDiagram, height: RNN_HEIGHT },
} as const;

/** Characters of a token that fit beside its wire. */
const TOKEN_LENGTH = 18;

export function CellDiagram({ data, step, unit, highlight }: DetailProps) {
  const [ref, available] = useWidth<HTMLDivElement>(520);
  const width = clampWidth(available);
  const { Diagram, height } = CELLS[data.meta.kind];
  const mirrored = data.meta.direction === "backward";
  const token = data.tokens[step] ?? "";
  const short = token.length > TOKEN_LENGTH ? `${token.slice(0, TOKEN_LENGTH - 1)}…` : token;
  const before = previousOffset(data) < 0 ? "t−1" : "t+1";
  const summary = inShort(data, step, unit);
  return (
    <div class="nlpw-diagram" ref={ref}>
      <svg
        viewBox={`0 0 ${width} ${height}`}
        style={{ maxWidth: `${width}px` }}
        role="img"
        aria-label={inWords(data, step, unit)}
      >
        <FrameContext.Provider value={{ width, mirrored, highlight }}>
          <Diagram data={data} step={step} unit={unit} width={width} token={short} before={before} />
        </FrameContext.Provider>
      </svg>
      {summary !== null && <p class="nlpw-remark">{summary}</p>}
      {mirrored && (
        <p class="nlpw-remark">
          ← This layer reads right to left: the state it starts from comes from the token after, t+1.
        </p>
      )}
    </div>
  );
}
