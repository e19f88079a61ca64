#!/usr/bin/env bash
# What reading each format costs: `newsdedup inspect` on one made-up corpus in all of them, and on pages.
#
#   bash benches/formats.sh                  10,000 articles; of web archives and pages a tenth
#   bash benches/formats.sh 100000           another size
#   bash benches/formats.sh -d FOLDER 10000  the files go to FOLDER, some fifteen times 3.5 KB an article
#
# `inspect` strips every article, so the first row, text that is read where it is, is what all rows have in
# common; what a row takes longer is its format. Sizes are those of the files, compressed where they are;
# memory is the peak of the process (`ru_maxrss`, by GNU time). Each command runs once, on files in the page
# cache. Needs GNU time; rows of compressors that are not installed are left out with a word.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

folder=${TMPDIR:-/tmp}
while getopts d: option; do
  case $option in
    d) folder=$OPTARG ;;
    *) echo "usage: bash benches/formats.sh [-d FOLDER] [ARTICLES]" >&2; exit 2 ;;
  esac
done
shift $((OPTIND - 1))
readonly articles=${1:-10000}
readonly pages=$(((articles + 9) / 10))
gnu_time=$(type -P time || true)
[ -n "$gnu_time" ] || { echo "GNU time is not installed" >&2; exit 2; }

work=$(mktemp -d "$folder/formats.XXXXXX")
readonly work gnu_time
trap 'rm -rf "$work"' EXIT

cargo build --release --quiet
cargo build --release --quiet --example make_corpus --example reformat
readonly newsdedup=target/release/newsdedup examples=target/release/examples

# Prints the row of a file or folder: its name in the table, its path, how many articles are in it.
row() {
  local name=$1 path=$2 expected=$3 bytes found seconds memory
  bytes=$(find "$path" -type f -printf '%s\n' | awk '{ sum += $1 } END { print sum }')
  find "$path" -type f -exec cat {} + >/dev/null
  "$gnu_time" -f '%e %M' -o "$work/time" "$newsdedup" inspect --format json "$path" >"$work/out"
  found=$(sed -n '/"articles": {/,/}/s/.*"count": \([0-9]*\).*/\1/p' "$work/out")
  [ "$found" = "$expected" ] || echo "$name: $found articles of $expected" >&2
  # Lines before the last say how the command ended, if it did not end well.
  read -r seconds memory < <(tail -n 1 "$work/time")
  awk -v name="$name" -v found="$found" -v bytes="$bytes" -v seconds="$seconds" -v memory="$memory" 'BEGIN {
    if (seconds == 0) seconds = 0.01
    printf "%-22s %9d %9.1f %8.2f %11.0f %8.1f %9.0f\n", name, found, bytes / 1e6, seconds, found / seconds,
      bytes / 1e6 / seconds, memory / 1024 }'
}

# Prints the row of the corpus as a program compresses it: the name of the ending, the command.
compressed() {
  local ending=$1
  shift
  if command -v "$1" >/dev/null; then
    "$@" <"$work/corpus.jsonl" >"$work/corpus.jsonl.$ending"
    row "JSON Lines, $ending" "$work/corpus.jsonl.$ending" "$articles"
    rm "$work/corpus.jsonl.$ending"
  else
    echo "$1 is not installed, so .$ending is not measured"
  fi
}

# Prints the row of the corpus in another format: name, ending, format, articles.
reformatted() {
  head -n "$4" "$work/corpus.jsonl" | "$examples/reformat" "$3" >"$work/corpus.$2"
  row "$1" "$work/corpus.$2" "$4"
  rm "$work/corpus.$2"
}

echo "$(nproc) cores; load before: $(cut -d' ' -f1-3 /proc/loadavg)"
printf '%-22s %9s %9s %8s %11s %8s %9s\n' format articles MB 'wall s' articles/s MB/s 'peak MiB'
"$examples/make_corpus" "$articles" >"$work/corpus.jsonl"
row 'JSON Lines' "$work/corpus.jsonl" "$articles"
reformatted 'JSON, indented array' json json "$articles"
reformatted CSV csv csv "$articles"
reformatted RSS rss rss "$articles"
compressed gz gzip -c
compressed zst zstd -qc
compressed xz xz -1c
compressed bz2 bzip2 -c
reformatted WARC warc warc "$pages"
reformatted 'WARC, gzip' warc.gz warc-gz "$pages"

mkdir "$work/pages"
mapfile -t originals < <(find tests/pages -name '*.html' | sort)
for ((page = 0; page < pages; page++)); do
  # A page of its own has an address of its own: the name of the file.
  cp "${originals[page % ${#originals[@]}]}" "$work/pages/$page.html"
done
row 'HTML pages' "$work/pages" "$pages"
