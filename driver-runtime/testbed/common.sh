# shellcheck shell=bash
# What the scripts of the testbed share; they source it.
#
# Each cluster lives in a folder that its caller names, with ports of its own, so that several of a kind run at once and
# none touches /etc. Whatever is started has its process id in a *.pid file of that folder, and is ended by that alone.

# alive FILE: whether the process whose id is in FILE runs.
alive() {
    [[ -s $1 && $(cat "$folder/boot" 2>/dev/null) == "$(boot_id)" ]] && runs "$(cat "$1" 2>/dev/null)"
}

# A zombie does not run.
runs() { grep -qs '^State:.[^ZX]' "/proc/$1/status"; }

boot_id() { cat /proc/sys/kernel/random/boot_id; }

# end SIGNAL FILE: ends the process whose id is in FILE, with SIGKILL if it is still there after ten seconds.
end() {
    local pid
    if alive "$2"; then
        # Daemons remove the file before they have ended.
        pid=$(cat "$2")
        kill "-$1" "$pid"
        # One that was stopped for a test hears no other signal.
        kill -CONT "$pid"
        within 10 gone "$pid" || kill -KILL "$pid"
    fi 2>/dev/null
    rm -f "$2"
}

gone() { ! runs "$1"; }

# within SECONDS COMMAND...: tries COMMAND ten times a second until it succeeds.
within() {
    local end=$((SECONDS + $1))
    shift
    while ! "$@" >/dev/null 2>&1; do
        ((SECONDS <= end)) || return 1
        sleep 0.1
    done
}

fail() {
    printf '%s: %s\n' "${0##*/}" "$1" >&2
    exit 1
}

# begin FOLDER: makes the cluster's folder. Every user must be able to enter it.
begin() {
    ((EUID == 0)) || fail 'run this as root: it starts daemons and machines of its own'
    [[ -n ${1-} ]] || fail 'name the folder of the cluster'
    mkdir -p "$1"
    folder=$(cd "$1" && pwd)
    chmod 755 "$folder"
    [[ $(cat "$folder/boot" 2>/dev/null) == "$(boot_id)" ]] || {
        find "$folder" -name '*.pid' -delete
        boot_id >"$folder/boot"
    }
}

# need PROGRAM...: names what is missing, and how to get it.
need() {
    local missing=()
    for program; do command -v "$program" >/dev/null || missing+=("$program"); done
    ((${#missing[@]} == 0)) || fail "no ${missing[*]}; run: testbed install"
}

# reserve: takes ten consecutive ports that no other cluster has, for as long as the folder exists; sets `port`.
reserve() {
    local taken=/run/mydriver-testbed kept=/proc/sys/net/ipv4/ip_local_reserved_ports others owner
    mkdir -p "$taken"
    exec 8>"$taken/lock"
    flock 8
    # Or the kernel would give them to whoever connects somewhere.
    others=$(cat "$kept")
    [[ $others == *17000-18999* ]] || echo "${others:+$others,}17000-18999" >"$kept"
    port=$(cat "$folder/port" 2>/dev/null || echo 17000)
    while ((port < 19000)); do
        owner=$(cat "$taken/$port" 2>/dev/null || true)
        if [[ $owner == "$folder" ]]; then break; fi
        if [[ -z $owner || $(cat "$owner/port" 2>/dev/null) != "$port" ]] && unused "$port"; then break; fi
        port=$((port + 10))
    done
    ((port < 19000)) || fail 'no free ports between 17000 and 19000'
    echo "$port" >"$folder/port"
    echo "$folder" >"$taken/$port"
    exec 8>&-
}

# unused PORT: whether nothing here uses it or the nine above it, as proc(5) tells.
unused() {
    local first last
    printf -v first %04X "$1"
    printf -v last %04X $(($1 + 9))
    awk -v first="$first" -v last="$last" '
        { port = $2; sub(/.*:/, "", port); if (port >= first && port <= last) found = 1 }
        END { exit found }' /proc/net/tcp /proc/net/tcp6
}

# release: gives the ports back.
release() {
    [[ -s $folder/port ]] || return 0
    rm -f "/run/mydriver-testbed/$(cat "$folder/port")" "$folder/port"
}
