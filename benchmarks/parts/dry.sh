# shellcheck shell=bash
# Sourced by run: a million points of a typed grid, as a plan.

# The most memory that a command held, in MiB, behind what GNU time printed.
resident() { awk '/Maximum resident set size/ { printf "%d", $NF / 1024 }' "${work:?set by run}/resident"; }

# planned WHAT WORDS...: times the plan, and stops if it is not of a million points.
planned() {
    local what=$1
    shift
    timed "$what" /usr/bin/time -v -o "$work/resident" "${mydriver:?set by run}" "$work/dry.exp.kts" insert --dry "$@"
    printf '%s\t%s\n' "$what" "$(resident)" >>"$work/memory"
}

dry() {
    # shellcheck disable=SC2034 # timing.sh reads it.
    measurement=dry
    if [[ ! -x /usr/bin/time ]]; then
        echo "skipped: no /usr/bin/time, which tells how much memory a process held"
        return
    fi
    # Compiled before anything is timed.
    plainly "$mydriver" "$work/dry.exp.kts" config
    # shellcheck disable=SC2154 # run sets runs and work.
    for ((round = 1; round <= runs; round++)); do
        planned 'insert --dry, 1,000,000 points'
        grep -q '^new 1000000, ' "$work/out" || { echo "run: not a million points: $(head -c 200 "$work/out")" >&2; exit 1; }
        planned 'the same, --format jsonl' --format jsonl
        (($(wc -l <"$work/out") == 1000000)) || { echo "run: not a million lines" >&2; exit 1; }
        cp "$work/out" "$work/points.jsonl"
        planned 'the same from that file, --params' --params "$work/points.jsonl"
        grep -q '^new 1000000, ' "$work/out" || { echo "run: not a million points from the file" >&2; exit 1; }
    done
    table 1000000
    limit 'seconds of insert --dry' 'insert --dry, 1,000,000 points' 15
    limit 'seconds with --format jsonl' 'the same, --format jsonl' 15
    local what most
    while IFS=$'\t' read -r what most; do
        printf '| MiB of %s ≤ 1000 | %s | | %s |\n' "$what" "$most" "$( ((most <= 1000)) && echo yes || echo '**no**')"
        # shellcheck disable=SC2034 # run reads it.
        ((most <= 1000)) || missed=1
    done < <(sort -t $'\t' -k 1,1 -k 2,2nr "$work/memory" | sort -t $'\t' -k 1,1 -u)
}
