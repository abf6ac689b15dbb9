# shellcheck shell=bash
# Sourced by run: trials of `true`, two at a time; so many that a start of Java is no large part of them.

readonly command_trials=5000
: "${work:?set by run}" "${mydriver:?set by run}" "${runs:?set by run}"

command_parallel() { timed 'GNU parallel' parallel -j 2 -n 0 true ::: $(seq "$command_trials"); }
command_bare() { timed 'bare ProcessBuilder' bare BareCommand "$work/command-$round" "$command_trials" true; }
command_worker() { timed 'mydriver worker' "$mydriver" "$work/command.exp.kts" worker --drain --slots 2; }

commands() {
    # shellcheck disable=SC2034 # timing.sh reads it.
    measurement='command'
    local parallel=
    if command -v parallel >/dev/null; then parallel=yes; else echo "- skipped: no GNU parallel"; fi
    for ((round = 1; round <= runs; round++)); do
        # Moved, not removed: a file system may keep away from removed files for a while, and be slow at that.
        mkdir -p "$work/before/$round"
        find "$work" -maxdepth 1 -name 'command.db*' -o -maxdepth 1 -name command.trials | xargs -r mv -t "$work/before/$round"
        POINTS=$command_trials plainly "$mydriver" "$work/command.exp.kts" insert
        if even; then command_worker; fi
        [[ -z $parallel ]] || command_parallel
        command_bare
        even || command_worker
        plainly bare BareSql "jdbc:sqlite:$work/command.db" "SELECT count(*) FROM command_trial WHERE status = 'DONE'"
        [[ $(<"$work/out") == "$command_trials" ]] || { echo "run: only $(<"$work/out") trials are done" >&2; exit 1; }
    done
    table "$command_trials"
    bar 'command: mydriver / GNU parallel' 'mydriver worker' 'GNU parallel' '<=' 0.6
}
