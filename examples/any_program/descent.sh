#!/bin/sh
# descent.sh [--rate R] [--momentum M] [--steps N]: walks down Rosenbrock's valley from (-1, 1) and tells how far it is.
rate=0.001 momentum=0 steps=1000
while [ $# -gt 1 ]; do
    case $1 in
        --rate) rate=$2 ;;
        --momentum) momentum=$2 ;;
        --steps) steps=$2 ;;
        *) echo "descent.sh: what is $1?" >&2; exit 2 ;;
    esac
    shift 2
done
exec awk -v rate="$rate" -v momentum="$momentum" -v steps="$steps" 'BEGIN {
    x = -1; y = 1
    for (step = 1; step <= steps; step++) {
        dx = momentum * dx - rate * (-2 * (1 - x) - 400 * x * (y - x * x))
        dy = momentum * dy - rate * 200 * (y - x * x)
        x += dx; y += dy
        if (x * x > 1e6) { print "fell off the edge at step " step > "/dev/stderr"; exit 1 }
        if (step % 250 == 0) printf "step %d height %.4f\n", step, (1 - x) ^ 2 + 100 * (y - x * x) ^ 2
    }
}'
