# The guard of one supervisor, in a session of its own: sends signals without a process for each, and when the supervisor
# is gone, however it died, ends all that it started. $1 is the mark that their environments carry; $2 is the supervisor's
# process group, which may be somebody else's too and is never ended whole. What it waits for is the end of its input.
trap '' HUP INT QUIT TERM USR1 USR2 PIPE TSTP TTIN TTOU

groups=' '
while read -r word name targets; do
    case $word in
        watch) groups="$groups$name " ;;
        forget)
            case $groups in *" $name "*) groups="${groups%% "$name" *} ${groups#* "$name" }" ;; esac
            ;;
        kill)
            # shellcheck disable=SC2086 # Several targets.
            kill -s "$name" -- $targets 2>/dev/null
            echo sent
            ;;
    esac
done

for group in $groups; do
    kill -s KILL -- "-$group" 2>/dev/null
done
[ -r /proc/self/stat ] || exit 0

# Those with groups of their own, such as daemons, have the mark. A group is ended at once and cannot fork meanwhile. Two
# looks in a row must find nothing, since a process may have handed on to a new one between the listing and the look.
round=0
nothing=0
while [ "$nothing" -lt 2 ] && [ "$round" -lt 120 ]; do
    found=$(grep -lsF -- "$1" /proc/[0-9]*/environ 2>/dev/null)
    nothing=$((nothing + 1))
    for file in $found; do
        nothing=0
        pid=${file#/proc/}
        pid=${pid%/environ}
        group=0
        if read -r stat 2>/dev/null <"/proc/$pid/stat"; then
            stat=${stat##*) }
            stat=${stat#* }
            stat=${stat#* }
            group=${stat%% *}
        fi
        case $group in '' | *[!0-9]*) group=0 ;; esac
        if [ "$group" -gt 1 ] && [ "$group" -ne "$2" ]; then kill -s KILL -- "-$group" 2>/dev/null; fi
        kill -s KILL "$pid" 2>/dev/null
    done
    round=$((round + 1))
    # What is not gone by now is stuck in the kernel.
    [ "$round" -le 60 ] || sleep 1
done
