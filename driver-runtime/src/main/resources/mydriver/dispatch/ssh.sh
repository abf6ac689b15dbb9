#!/bin/sh
# Workers on hosts that ssh reaches and that share no disk with this one. MYDRIVER_SSH says how ssh is called.
#   ssh.sh start TAG KEY WORKERS JAVA WORKER_SH PROGRAM PROJECT LEFT_OUT HOST...
#   ssh.sh status ID...    ssh.sh cancel ID...    ssh.sh find TAG
# An ID is HOST:PID:START, START being when the process began, in ticks since the host did.
# On each host all is in .mydriver in the home folder: programs/HASH, KEY/project, KEY/submissions/TAG.
#
# shellcheck disable=SC2016 # What stands in single quotes is for the shells of the hosts.
set -u
ssh=${MYDRIVER_SSH:-ssh -o ConnectTimeout=15 -o ServerAliveInterval=15}
ssh="$ssh -o BatchMode=yes"
records=${XDG_STATE_HOME:-$HOME/.local/state}/mydriver/ssh

# on HOST SCRIPT WORD...: runs SCRIPT there; no WORD holds anything that a shell would change.
on() {
    there=$1 script=$2
    shift 2
    # shellcheck disable=SC2086 # MYDRIVER_SSH is several words.
    printf '%s\n' "$script" | $ssh -- "$there" sh -s -- "$@"
}

# send OPTION... FROM... HOST:TO: copies to TO in the home folder there.
send() {
    rsync -rlpt -s --timeout=60 -e "$ssh" "$@"
}

# again COMMAND...: a connection that fails is tried three times, after pauses that differ from host to host.
again() {
    for pause in 1 3 0; do
        "$@" && return
        code=$?
        case $code in 10 | 12 | 30 | 35 | 255) ;; *) return "$code" ;; esac
        [ "$pause" = 0 ] || sleep "$pause.$((${#host} * $$ % 10))"
    done
    return "$code"
}

# $1 KEY, $2 TAG, $3 HASH, $4 whether java must be there. Tells what is missing, or whether the program is there.
prepare='
for program in setsid rsync; do
    command -v $program >/dev/null || { echo "there is no $program; install it" >&2; exit 9; }
done
if [ "$4" = yes ] && [ ! -x "${JAVA_HOME-}/bin/java" ] && ! command -v java >/dev/null; then
    echo "there is no java; install a JDK 17 or later, or set JAVA_HOME in the environment of the profile" >&2
    exit 9
fi
mkdir -p .mydriver/programs ".mydriver/$1/project" ".mydriver/$1/submissions/$2" || exit 9
if [ -d ".mydriver/programs/$3" ]; then echo there; fi'

# $1 HASH, $2 the folder beside its place that it was copied to.
keep='
cd .mydriver/programs || exit 9
mv "$2" "$1.moved.$$" || exit 9
if [ ! -d "$1" ]; then mv "$1.moved.$$" "$1"; else rm -rf "$1.moved.$$"; fi'

# $1 HOST as it is called there where this comes from, $2 KEY, $3 TAG, $4 HASH, $5 and on the indexes of the workers.
# To be told twice starts nothing twice.
begin='
cd ".mydriver/$2/submissions/$3" || exit 9
if ! mkdir begun 2>/dev/null; then
    count=0
    while [ ! -e started ] && [ "$count" -lt 10 ]; do sleep 1; count=$((count + 1)); done
    cat started
    exit
fi
ln -sfn "../../../programs/$4" launcher
host=$1
away="read -r line </proc/\$\$/stat; set -- \${line##*) }; export MYDRIVER_SSH_START=\${20}; exec sh worker.sh"
shift 4
for index; do
    MYDRIVER_SSH_HOST=$host MYDRIVER_SSH_INDEX=$index setsid sh -c "$away" </dev/null >>"worker-$index.log" 2>&1 &
    read -r line <"/proc/$!/stat" || exit 9
    pid=$!
    set -- ${line##*) }
    echo "$host:$pid:${20}"
done >started.new
mv started.new started
cat started'

# $1 KEY, $2 TAG. What has not begun by now never will, so that the answer holds.
tell='
mkdir -p ".mydriver/$1/submissions/$2" && cd ".mydriver/$1/submissions/$2" || exit 9
if mkdir begun 2>/dev/null; then : >started; fi
count=0
while [ ! -e started ] && [ "$count" -lt 10 ]; do sleep 1; count=$((count + 1)); done
cat started'

# $1 and on IDs of this host. Tells those that are alive.
look='
for id; do
    rest=${id#*:}
    if read -r line 2>/dev/null <"/proc/${rest%:*}/stat"; then
        set -- ${line##*) }
        if [ "${20}" = "${rest#*:}" ]; then echo "$id $1"; fi
    fi
done'

# $1 and on IDs of this host.
end='
for id; do
    rest=${id#*:}
    if read -r line 2>/dev/null <"/proc/${rest%:*}/stat"; then
        set -- ${line##*) }
        if [ "${20}" = "${rest#*:}" ]; then kill -s TERM "${rest%:*}"; fi
    fi
done'

hash_of() {
    (
        cd "$1" && find bin/mydriver driver-runtime/target/mydriver -type f -print0 | LC_ALL=C sort -z |
            xargs -0 sha256sum | sha256sum | cut -c 1-24
    )
}

send_program() {
    new=$hash.$$.new
    (
        cd "$program" &&
            again send -R bin/mydriver driver-runtime/target/mydriver "$host:.mydriver/programs/$new/"
    ) && again on "$host" "$keep" "$hash" "$new"
}

# What belongs to the folder of the script, but not to the job.
send_project() {
    printf '%s\n' "$left_out" '*.trials/' '*.db' '*.db-wal' '*.db-shm' .git/ |
        send --exclude-from=- "$project/" "$host:.mydriver/$key/project/"
}

start_on() {
    host=$1
    shift
    there=$(again on "$host" "$prepare" "$key" "$tag" "$hash" "$java") &&
        { [ -z "$program" ] || [ "$there" = there ] || send_program; } && again send_project &&
        again send "$handed" "$host:.mydriver/$key/submissions/$tag/" &&
        echo "$host" >>"$records/$tag" && again on "$host" "$begin" "$host" "$key" "$tag" "$hash" "$@"
}

start() {
    tag=$1 key=$2 workers=$3 java=$4 handed=$5 program=$6 project=$7 left_out=$8
    shift 8
    hash=none
    [ -z "$program" ] || hash=$(hash_of "$program") || exit 1
    [ -n "$hash" ] || exit 1
    mkdir -p "$records" && echo "$key" >"$records/$tag" || exit 1
    first=0
    for host; do
        (
            mine='' index=$first
            while [ "$index" -lt "$workers" ]; do
                mine="$mine $index"
                index=$((index + $#))
            done
            # shellcheck disable=SC2086 # Several numbers.
            [ -z "$mine" ] || start_on "$host" $mine || echo "$host: no worker could be started there" >&2
        ) &
        first=$((first + 1))
    done
    wait
}

# each SCRIPT ID...: runs SCRIPT on each host of the IDs; of a host that does not answer, its IDs are told with a ?.
each() {
    script=$1
    shift
    for host in $(printf '%s\n' "$@" | sed 's/:.*//' | sort -u); do
        (
            mine=''
            for id; do case $id in "$host":*) mine="$mine $id" ;; esac; done
            # shellcheck disable=SC2086 # Several ids.
            on "$host" "$script" $mine || {
                for id in $mine; do echo "$id ?"; done
                exit 1
            }
        ) &
    done
    wait
}

# Asks the hosts on which something may have begun.
find_on() {
    key=''
    while read -r line; do
        if [ -z "$key" ]; then key=$line; else on "$line" "$tell" "$key" "$1" || exit 1; fi
    done
}

verb=$1
shift
case $verb in
    start) start "$@" ;;
    status) each "$look" "$@" ;;
    cancel) each "$end" "$@" ;;
    find) [ ! -e "$records/$1" ] || find_on "$1" <"$records/$1" ;;
esac
