# shellcheck shell=bash
# Sourced by run: a PostgreSQL server of our own, with the stock configuration, on the loopback interface.

postgres_pid=
postgres_folder=

postgres_programs() {
    local found
    if [[ -n ${PG_BIN-} ]]; then
        found=$PG_BIN
    else
        found=$(compgen -G '/usr/lib/postgresql/*/bin' | sort -t/ -k5n | tail -n 1) || true
        [[ -n $found ]] || found=$(dirname "$(command -v postgres)" 2>/dev/null) || true
    fi
    [[ -x $found/initdb && -x $found/postgres ]] && printf '%s\n' "$found"
}

# PostgreSQL refuses root, who therefore hands it to the account postgres or nobody.
postgres_account() {
    ((EUID == 0)) || return 0
    local account
    for account in postgres nobody; do
        id -u "$account" >/dev/null 2>&1 || continue
        printf '%s\n' setpriv "--reuid=$(id -u "$account")" "--regid=$(id -g "$account")" --clear-groups --
        return
    done
}

start_postgres() {
    local programs prefix
    programs=$(postgres_programs) || return 1
    mapfile -t prefix < <(postgres_account)
    postgres_folder=$(mktemp -d /tmp/mydriver-bench-pg.XXXXXX)
    if ((EUID == 0)); then chown "${prefix[1]#--reuid=}:${prefix[2]#--regid=}" "$postgres_folder"; fi
    port=$(free_port)
    (cd / && plainly "${prefix[@]}" "$programs/initdb" -D "$postgres_folder/data" -U postgres -A trust -E UTF8 --locale=C)
    (cd / && exec "${prefix[@]}" "$programs/postgres" -D "$postgres_folder/data" -h 127.0.0.1 -p "$port" -k "$postgres_folder") \
        >"${work:?}/postgres.log" 2>&1 &
    postgres_pid=$!
    for _ in {1..300}; do
        if grep -q 'ready to accept connections' "$work/postgres.log"; then
            echo "- $("$programs/postgres" --version), stock configuration, on the loopback interface"
            return
        fi
        kill -0 "$postgres_pid" 2>/dev/null || break
        sleep 0.1
    done
    cat "$work/postgres.log" >&2
    exit 1
}

stop_postgres() {
    [[ -z $postgres_pid ]] || { kill -INT "$postgres_pid" 2>/dev/null && wait "$postgres_pid"; } || true
    [[ -z $postgres_folder ]] || rm -rf "$postgres_folder"
    postgres_pid=
    postgres_folder=
}

# A port of the loopback interface that nobody listens on: connecting to it fails.
free_port() {
    local candidate
    while :; do
        candidate=$((20000 + RANDOM % 20000))
        (exec 4<>"/dev/tcp/127.0.0.1/$candidate") 2>/dev/null || break
    done
    printf '%s\n' "$candidate"
}
