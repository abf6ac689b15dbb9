# shellcheck shell=bash
# Sourced by run: times whole processes, keeps every figure, prints medians and ratios.

figures=${work:?set by run}/figures.tsv
: >"$figures"
measurement=
round=0
# shellcheck disable=SC2034 # run reads it.
missed=0

# Runs a command that must succeed, and keeps what it printed in $work/out.
plainly() {
    "$@" >"$work/out" 2>"$work/err" </dev/null || {
        echo "run: this failed with exit code $?: $*" >&2
        cat "$work/err" "$work/out" >&2
        exit 1
    }
}

# timed SERIES COMMAND...: the same, and keeps seconds of wall clock and of processor (user and system).
timed() {
    local series=$1 TIMEFORMAT='%R %U %S'
    shift
    { time plainly "$@" 2>&3; } 3>&2 2>"$work/time"
    read -r wall user system <"$work/time"
    awk -v m="$measurement" -v s="$series" -v r="$round" -v w="$wall" -v u="$user" -v k="$system" \
        'BEGIN { OFS = "\t"; print m, s, r, w, u + k }' >>"$figures"
}

# Functions of awk: the figures of this measurement by series and round, and medians.
# shellcheck disable=SC2016 # Dollars are awk's.
readonly statistics='
    BEGIN { FS = "\t" }
    $1 == measurement { wall[$2, $3] = $4; cpu[$2, $3] = $5; if (!($2 in seen)) names[++series] = $2; seen[$2]; if ($3 > rounds) rounds = $3 }
    function sort(list, n,    i, j, x) {
        for (i = 2; i <= n; i++) { x = list[i]; for (j = i - 1; j > 0 && list[j] > x; j--) list[j + 1] = list[j]; list[j + 1] = x }
    }
    function median(list, n) { sort(list, n); return n % 2 ? list[(n + 1) / 2] : (list[n / 2] + list[n / 2 + 1]) / 2 }
'

# table [ROWS]: the medians of this measurement, and rows a second if a process handles that many.
table() {
    printf '\n### %s\n\n| process | median s | min to max | cpu s | rows/s | runs |\n| --- | ---: | --- | ---: | ---: | ---: |\n' "$measurement"
    awk -v measurement="$measurement" -v rows="${1-}" "$statistics"'
        END {
            for (s = 1; s <= series; s++) {
                n = 0
                for (r = 0; r <= rounds; r++) if ((names[s], r) in wall) { n++; walls[n] = wall[names[s], r]; cpus[n] = cpu[names[s], r] }
                middle = median(walls, n)
                rate = rows == "" ? "" : sprintf("%d", rows / middle)
                printf "| %s | %.3f | %.3f to %.3f | %.3f | %s | %d |\n", names[s], middle, walls[1], walls[n], median(cpus, n), rate, n
            }
        }' "$figures"
    printf '\n| bar | measured | by cpu | holds |\n| --- | --- | --- | --- |\n'
}

# bar WHAT A B RELATION LIMIT: compares wall A / wall B, taken round by round, by its median; processor time is shown beside
# it, which other work on the machine disturbs less.
# shellcheck disable=SC2034 # run reads missed.
bar() {
    awk -v measurement="$measurement" -v what="$1" -v a="$2" -v b="$3" -v relation="$4" -v limit="$5" "$statistics"'
        END {
            for (r = 0; r <= rounds; r++) if ((a, r) in wall && (b, r) in wall) {
                ratios[++n] = wall[a, r] / wall[b, r]
                efforts[n] = cpu[a, r] / cpu[b, r]
            }
            if (!n) { printf "| %s %s %s | not measured | | |\n", what, relation, limit; exit }
            middle = median(ratios, n)
            holds = relation == "<=" ? middle <= limit : middle >= limit
            printf "| %s %s %s | %.3f (%.3f to %.3f) | %.3f | %s |\n", what, relation, limit, middle, ratios[1], ratios[n], median(efforts, n), holds ? "yes" : "**no**"
            exit !holds
        }' "$figures" || missed=1
}

# limit WHAT SERIES SECONDS: compares the median of the wall clock with a number.
# shellcheck disable=SC2034 # run reads missed.
limit() {
    awk -v measurement="$measurement" -v what="$1" -v a="$2" -v limit="$3" "$statistics"'
        END {
            for (r = 0; r <= rounds; r++) if ((a, r) in wall) { n++; walls[n] = wall[a, r]; cpus[n] = cpu[a, r] }
            if (!n) { printf "| %s <= %s | not measured | | |\n", what, limit; exit }
            middle = median(walls, n)
            printf "| %s <= %s | %.3f (%.3f to %.3f) | %.3f | %s |\n", what, limit, middle, walls[1], walls[n], median(cpus, n), middle <= limit ? "yes" : "**no**"
            exit middle > limit
        }' "$figures" || missed=1
}

# True in every other round, so that neither of two peers is always the first.
even() { ((round % 2 == 0)); }
