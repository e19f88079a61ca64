#!/usr/bin/env bash
# What `newsdedup dedup` and `cluster` cost, in multiples of what `wc -w` costs on the same file; and what
# `dedup` finds.
#
#   bash benches/ratios.sh                   10,000 and 100,000 articles
#   bash benches/ratios.sh 1000000           other sizes
#   bash benches/ratios.sh -d FOLDER 10000   the made-up corpora (3.5 KB an article) go to FOLDER
#
# Every command runs RUNS times, in turns, on a file that is in the page cache, and medians are printed: CPU is user
# and system time together, memory the peak of anonymous memory (RssAnon in /proc/PID/status, looked at
# every 20 ms; 0 where a command was over before the first look). `dedup` writes its output to a file, as
# its users do; the others write next to nothing. Linux only.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

readonly RUNS=3
# Larger corpora are not clustered, which would take as long as all else together.
readonly CLUSTERED=100000
folder=${TMPDIR:-/tmp}
while getopts d: option; do
  case $option in
    d) folder=$OPTARG ;;
    *) echo "usage: bash benches/ratios.sh [-d FOLDER] [ARTICLES...]" >&2; exit 2 ;;
  esac
done
shift $((OPTIND - 1))
[ $# -gt 0 ] || set -- 10000 100000

work=$(mktemp -d "$folder/ratios.XXXXXX")
readonly work
trap 'rm -rf "$work"' EXIT
# Nothing is ever written here, so that waiting for it is a pause that starts no process.
mkfifo "$work/never"
exec {never}<>"$work/never"

# Prints a peak of anonymous memory in kB: that of the process whose id appears in the file "pid".
watch_memory() {
  local pid='' peak=0 name value _
  until [ -s "$work/pid" ]; do read -rt 0.001 -u "$never" _ || true; done
  read -r pid <"$work/pid"
  while [ -r "/proc/$pid/status" ]; do
    while read -r name value _; do
      if [ "$name" = RssAnon: ] && ((value > peak)); then peak=$value; fi
    done <"/proc/$pid/status"
    read -rt 0.02 -u "$never" _ || true
  done 2>/dev/null
  echo "$peak"
}

# Runs a command once and prints its CPU seconds, wall seconds and memory in kB.
run_once() {
  local user system wall memory TIMEFORMAT='%U %S %R'
  : >"$work/pid"
  watch_memory >"$work/memory" &
  # shellcheck disable=SC2016  # The inner shell expands these, and becomes the command.
  { time sh -c 'echo $$ >"$0" && exec "$@"' "$work/pid" "$@" >"$work/out" 2>"$work/err"; } 2>"$work/times" ||
    { echo "failed: $*" >&2; cat "$work/err" >&2; exit 1; }
  wait $!
  read -r user system wall <"$work/times"
  read -r memory <"$work/memory"
  awk -v user="$user" -v system_="$system" -v wall="$wall" -v memory="$memory" \
    'BEGIN { print user + system_, wall, memory }'
}

# Prints the median of each column of numbers.
medians() {
  awk '
    { for (i = 1; i <= NF; i++) column[i, NR] = $i }
    END {
      for (i = 1; i <= NF; i++) {
        for (j = 2; j <= NR; j++)
          for (k = j; k > 1 && column[i, k - 1] > column[i, k]; k--) {
            swapped = column[i, k]; column[i, k] = column[i, k - 1]; column[i, k - 1] = swapped
          }
        printf "%s ", column[i, int((NR + 1) / 2)]
      }
      print ""
    }'
}

# Runs a command once, and notes what it cost: name of its row, command.
note() {
  local name=$1
  shift
  run_once "$@" >>"$work/costs of $name"
}

# Prints a row of the table: its name, number of articles.
row() {
  local name=$1 articles=$2 cpu wall memory
  read -r cpu wall memory < <(medians <"$work/costs of $name")
  [ "$name" != "wc -w" ] || yardstick=$cpu
  awk -v name="$name" -v cpu="$cpu" -v wall="$wall" -v memory="$memory" -v articles="$articles" \
    -v yardstick="$yardstick" 'BEGIN {
      printf "%-28s %8.2f %8.2f %9.2f %9.2f %9.1f %9.0f\n", name, cpu, wall, cpu / yardstick,
        wall / cpu, memory / 1024, memory * 1024 / articles }'
}

cargo build --release --quiet
cargo build --release --quiet --example make_corpus --example score_copies
readonly newsdedup=target/release/newsdedup examples=target/release/examples
has_xxhsum=$(command -v xxhsum || true)

echo "$(nproc) cores; load before: $(cut -d' ' -f1-3 /proc/loadavg); locale of wc: $(locale charmap) (LC_ALL=${LC_ALL:-}, LC_CTYPE=${LC_CTYPE:-}, LANG=${LANG:-})"
[ -n "$has_xxhsum" ] || echo "xxhsum is not installed, so it is not measured"

for articles in "$@"; do
  corpus=$work/corpus.jsonl
  "$examples/make_corpus" "$articles" --truth "$work/truth.jsonl" >"$corpus"
  # Writing left it in the page cache; reading makes sure.
  cat "$corpus" >/dev/null
  printf '\n%s articles, %s bytes; medians of %s runs\n' "$articles" "$(wc -c <"$corpus")" "$RUNS"
  printf '%-28s %8s %8s %9s %9s %9s %9s\n' command 'CPU s' 'wall s' 'CPU/wc' 'wall/CPU' 'anon MiB' 'B/article'
  rm -f "$work/costs of "*
  # In turns, since a machine that others use is slower at one time than at another.
  for ((run = 0; run < RUNS; run++)); do
    note 'wc -w' wc -w "$corpus"
    [ -z "$has_xxhsum" ] || note xxhsum xxhsum "$corpus"
    note 'newsdedup dedup --no-strip' "$newsdedup" dedup --no-strip "$corpus"
    note 'newsdedup dedup' "$newsdedup" dedup "$corpus"
    [ "$articles" -gt "$CLUSTERED" ] || note 'newsdedup cluster' "$newsdedup" cluster "$corpus"
  done
  row 'wc -w' "$articles"
  [ -z "$has_xxhsum" ] || row xxhsum "$articles"
  row 'newsdedup dedup --no-strip' "$articles"
  row 'newsdedup dedup' "$articles"
  [ "$articles" -gt "$CLUSTERED" ] || row 'newsdedup cluster' "$articles"
  echo
  "$newsdedup" dedup --no-strip --groups "$corpus" >"$work/groups.jsonl"
  "$examples/score_copies" "$corpus" "$work/groups.jsonl" --truth "$work/truth.jsonl"
done
