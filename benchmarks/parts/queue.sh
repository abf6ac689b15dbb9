# shellcheck shell=bash
# shellcheck disable=SC2154 # run and timing.sh set them.
# Sourced by run: four workers empty a queue of trivial trials, beside bare JDBC that writes the same rows.

readonly queue_workers=4

# The seconds per 1,000 trials once all workers are at work: of the trials that ended after the last worker's first claim,
# as the tables tell. PRE stands for the prefix of the tables. The start of a process is not what a queue is measured by.
readonly queue_all_there='(SELECT max(first) FROM (SELECT min(time) AS first FROM PRE_event WHERE kind = '\''CLAIMED'\'' GROUP BY worker) f)'
readonly queue_seconds="SELECT (max(ended) - $queue_all_there) * 1.0 / count(*) FROM PRE_trial WHERE ended > $queue_all_there"

# How many trials are done, and by exactly one attempt each.
readonly queue_done='SELECT count(*) FROM PRE_trial WHERE status = '\''DONE'\'' AND claimed_by IS NULL AND attempts = 1 AND (SELECT count(*) FROM PRE_attempt a WHERE a.trial = PRE_trial.id AND a.outcome = '\''DONE'\'') = 1'

# at_once COMMAND...: runs it once per worker, side by side, each with its number as last word; all must succeed.
at_once() {
    local number pids=() pid
    for ((number = 1; number <= queue_workers; number++)); do
        "$@" "$number" >"$work/worker-$number" 2>&1 </dev/null &
        pids+=("$!")
    done
    for pid in "${pids[@]}"; do
        wait "$pid" || {
            tail -n 5 "$work"/worker-* >&2
            return 1
        }
    done
}

# emptied SERIES URL PREFIX COUNT COMMAND...: runs the workers, checks the tables, and keeps the seconds they tell and
# the processor time of the workers.
emptied() {
    local series=$1 url=$2 prefix=$3 count=$4 TIMEFORMAT='%R %U %S' user system
    shift 4
    { time at_once "$@" 2>&3; } 3>&2 2>"$work/time" || { cat "$work/time" >&2; exit 1; }
    read -r _ user system <"$work/time"
    plainly bare BareSql "$url" "${queue_done//PRE_/"$prefix"}"
    [[ $(<"$work/out") == "$count" ]] || { echo "run: $series: $(<"$work/out") of $count trials were finished exactly once" >&2; exit 1; }
    plainly bare BareSql "$url" "${queue_seconds//PRE_/"$prefix"}"
    awk -v m="$measurement" -v s="$series" -v r="$round" -v w="$(<"$work/out")" -v u="$user" -v k="$system" -v n="$count" \
        'BEGIN { OFS = "\t"; print m, s, r, w, (u + k) / n * 1000 }' >>"$figures"
}

bare_worker() { bare BareQueue "$1" "$2" "worker$3"; }
our_worker() { "$mydriver" "$work/queue.exp.kts" worker --drain --batch "$1"; }

# queue_rounds KIND: batches, and one by one with half of the trials.
queue_rounds() {
    local kind=$1 how batch ours count first second
    for ((round = 1; round <= runs; round++)); do
        for how in 'in batches' 'one by one'; do
            if [[ $how == 'in batches' ]]; then batch=50 ours=500 count=$points; else batch=1 ours=1 count=$((points / 2)); fi
            "fill_$kind" "$count"
            first=bare_queue second=our_queue
            even && first=our_queue second=bare_queue
            "$first"
            "$second"
        done
    done
    queue_table
    bar 'in batches: rate of mydriver / bare' 'bare JDBC, in batches' 'mydriver worker, in batches' '>=' 0.6
    bar 'one by one: rate of mydriver / bare' 'bare JDBC, one by one' 'mydriver worker, one by one' '>=' 0.8
}

bare_queue() { emptied "bare JDBC, $how" "$bare_url" '' "$count" bare_worker "$bare_url" "$batch"; }
our_queue() { emptied "mydriver worker, $how" "$our_url" queue_ "$count" our_worker "$ours"; }

# The figures are per 1,000 trials.
queue_table() { table 1000 | sed 's/median s/median s per 1,000/; s/cpu s/cpu s per 1,000/; s|rows/s|trials/s|'; }

fill_sqlite() {
    rm -rf "$work"/queue.db* "$work"/bare.db* "$work/queue.trials"
    bare_url=jdbc:sqlite:$work/bare.db our_url=jdbc:sqlite:$work/queue.db
    plainly bare BareSqliteInsert "$work/bare.db" "$1"
    plainly bare BareQueuePrepare "$bare_url"
    POINTS=$1 plainly "$mydriver" "$work/queue.exp.kts" insert
}

fill_postgres() {
    local name=queue_${round}_$batch
    rm -rf "$work/queue.trials"
    plainly bare BareSql "$(server postgres)" "CREATE DATABASE $name"
    bare_url=$(server "$name") our_url=$bare_url
    export BENCH_DATABASE=postgres://postgres@127.0.0.1:$port/$name/queue
    plainly bare BarePostgresInsert "$bare_url" "$1"
    POINTS=$1 plainly "$mydriver" "$work/queue.exp.kts" insert
    plainly bare BareQueuePrepare "$bare_url" 'VACUUM ANALYZE' CHECKPOINT
}

queue_sqlite() {
    measurement=queue-sqlite
    queue_rounds sqlite
}

queue_pg() {
    measurement=queue-pg
    if ! start_postgres; then
        echo "skipped: no PostgreSQL server (PG_BIN, /usr/lib/postgresql, PATH)"
        return
    fi
    queue_rounds postgres
    stop_postgres
    unset BENCH_DATABASE
}
