#!/bin/sh
# Rebuilds every trained model of the package: rebuild.sh DATA [OUT] [CORPORA]
#   DATA  folder of reviews (see nlpwidgets.sentiment.data.read); OUT  where to build, a new folder next to this script by default;
#   CORPORA  folder of the text of the word vectors (see nlpwidgets.embeddings.train_small), by default the one DATA is in.
# Needs the extra "train". About two and a half hours on one core. One thread, so that the seeds fix the result on one kind of machine.
set -eu
data=${1:?usage: rebuild.sh DATA [OUT]}
out=${2:-$(dirname "$0")/rebuilt}
export OMP_NUM_THREADS=1
train="${PYTHON:-python} -m nlpwidgets.sentiment.train --data $data --snippets 0.25"

"${PYTHON:-python}" -m nlpwidgets.sentiment.words --data "$data" --out "$out/words" --epochs 4
# The LSTM tunes a copy of the word vectors; the other models read the same int8 table, frozen.
$train --words "$out/words" --out "$out/lstm" --cell lstm --epochs 4 --tune-embedding --averaging 0
shared="$train --words $out/words --share-words"
$shared --out "$out/gru" --cell gru --epochs 5 --averaging 0
$shared --out "$out/bilstm" --cell lstm --bidirectional --epochs 5
$shared --out "$out/lstm_last" --cell lstm --pooling last --epochs 4
$shared --out "$out/rnn" --cell rnn --epochs 8 --learning-rate 0.001
# The pitfall: the same LSTM as lstm_last, but it reads the last of 400 padded steps.
$shared --out "$out/lstm_last_padded" --cell lstm --pooling last_padded --epochs 2
# The word vectors of the embedding widgets.
"${PYTHON:-python}" -m nlpwidgets.embeddings.train_small "${3:-$data/..}" --out "$out/embeddings/small"
echo "compare the cards in $out with those in sentiment/ and embeddings/, then move the folders there"
