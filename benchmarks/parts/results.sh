# shellcheck shell=bash
# shellcheck disable=SC2154 # run and timing.sh set them.
# Sourced by run: a table set of a million trials that have run, listed, counted and exported, beside the databases' own
# programs.

readonly results_trials=${TRIALS:-1000000}
readonly results_ended="'DONE', 'FAILED', 'CANCELLED', 'VOID'"

# weighed SERIES COMMAND...: timed, and keeps the most memory that the process held, in MiB.
weighed() {
    local series=$1
    shift
    timed "$series" /usr/bin/time -v -o "$work/resident" "$@"
    printf '%s\t%s\n' "$series" "$(resident)" >>"$work/weights-$measurement"
}

results_driver() { "$mydriver" "$work/results.exp.kts" "$@"; }

# results_fill URL: queued trials by an insert, the rest by a few statements; then what makes indexes and the view.
results_fill() {
    POINTS=$results_trials plainly results_driver insert
    plainly bare RunAll "$1" results
    plainly results_driver create_view
    plainly results_driver list --sort valid_loss --limit 50
    plainly results_driver status
}

# results_lines NUMBER: stops unless so many lines came out.
results_lines() {
    (($(wc -l <"$work/out") == $1)) || { echo "run: $(wc -l <"$work/out") lines, not $1, in $measurement" >&2; exit 1; }
}

# typed SQL and exported FILE are what the database's own program does; they are named sqlite_* and postgres_*.
sqlite_typed() { sqlite3 "$work/results.db" "$1"; }
sqlite_exported() { sqlite3 -csv -header "$work/results.db" 'SELECT * FROM results_view'; }
sqlite_indexed() {
    sqlite_typed "SELECT substr(sql, instr(sql, ' WHERE ') + 7) FROM sqlite_master WHERE name LIKE 'results_by_%'"
}
postgres_typed() { psql -X -q -At -h 127.0.0.1 -p "$port" -U postgres -d results -c "$1"; }
postgres_exported() { postgres_typed '\copy (SELECT * FROM results_view) TO STDOUT CSV HEADER'; }
postgres_indexed() {
    postgres_typed "SELECT substr(d, strpos(d, ' WHERE (') + 8, length(d) - strpos(d, ' WHERE (') - 8) FROM (SELECT indexdef AS d FROM pg_indexes WHERE indexname LIKE 'results_by_%') i"
}

results_listed() { weighed 'mydriver list --sort valid_loss --limit 50' "$mydriver" "$work/results.exp.kts" list --sort valid_loss --limit 50; results_lines 51; }
results_counted() { weighed 'mydriver status' "$mydriver" "$work/results.exp.kts" status; }
results_exported() { weighed 'mydriver export --format csv' "$mydriver" "$work/results.exp.kts" export --format csv; results_lines $((results_trials + 1)); }
bare_listed() {
    timed "$program: 50 of the view by valid_loss" "${kind}_typed" "SELECT * FROM results_view WHERE ended IS NOT NULL ORDER BY valid_loss ASC NULLS LAST, id LIMIT 50"
    results_lines 50
    timed "$program: the query of list, index and all" "${kind}_typed" "$results_query"
    results_lines 50
}
bare_counted() { timed "$program: count by status" "${kind}_typed" 'SELECT status, count(*) FROM results_trial GROUP BY status'; }
bare_exported() { timed "$program: the view as CSV" "${kind}_exported"; results_lines $((results_trials + 1)); }

# The query of list, made of the condition of the index: that its value is there.
results_query() {
    local condition plus=
    condition=$("${kind}_indexed")
    [[ $kind == sqlite ]] && plus=+
    printf 'SELECT id, params, metrics, status FROM results_trial WHERE %s AND %sstatus IN (%s) ORDER BY %s, id LIMIT 50' \
        "$condition" "$plus" "$results_ended" "${condition%% IS NOT NULL*}"
}

results_round() {
    local what first second
    for what in listed counted exported; do
        first=results second=bare
        even && first=bare second=results
        "${first}_$what"
        "${second}_$what"
    done
}

# results_rounds KIND PROGRAM
results_rounds() {
    kind=$1 program=$2
    local results_query what most
    results_query=$(results_query)
    for ((round = 1; round <= runs; round++)); do results_round; done
    results_table
}

results_table() {
    table
    limit 'seconds of the sorted list' 'mydriver list --sort valid_loss --limit 50' 1
    limit 'seconds of status' 'mydriver status' 0.5
    bar 'sorted list / the same typed, on the view' 'mydriver list --sort valid_loss --limit 50' "$program: 50 of the view by valid_loss" '<=' 1.3
    bar 'export: rate of mydriver / view as CSV' "$program: the view as CSV" 'mydriver export --format csv' '>=' 0.5
    while IFS=$'\t' read -r what most; do
        printf '| MiB of %s <= 512 | %s | | %s |\n' "$what" "$most" "$( ((most <= 512)) && echo yes || echo '**no**')"
        # shellcheck disable=SC2034 # run reads it.
        ((most <= 512)) || missed=1
    done < <(sort -t $'\t' -k 1,1 -k 2,2nr "$work/weights-$measurement" | sort -t $'\t' -k 1,1 -u)
}

results_sqlite() {
    measurement=results-sqlite
    if ! command -v sqlite3 >/dev/null || [[ ! -x /usr/bin/time ]]; then
        echo "skipped: no sqlite3 or no /usr/bin/time"
        return
    fi
    results_fill "jdbc:sqlite:$work/results.db"
    results_rounds sqlite sqlite3
}

results_pg() {
    measurement=results-pg
    if ! command -v psql >/dev/null || [[ ! -x /usr/bin/time ]] || ! start_postgres; then
        echo "skipped: no PostgreSQL server (PG_BIN, /usr/lib/postgresql, PATH), no psql or no /usr/bin/time"
        return
    fi
    plainly bare BareSql "$(server postgres)" 'CREATE DATABASE results'
    export BENCH_DATABASE=postgres://postgres@127.0.0.1:$port/results/results
    results_fill "$(server results)"
    results_rounds postgres psql
    stop_postgres
    unset BENCH_DATABASE
}
