#!/bin/sh
#SBATCH --job-name=digits.20261121-144900-abc123
#SBATCH --comment=20261121-144900-abc123
#SBATCH --array=0-2
#SBATCH --output=worker-%a.log
#SBATCH --open-mode=append
#SBATCH --cpus-per-task=8
#SBATCH --mem=6144M
#SBATCH --gres=gpu:4
#SBATCH --signal=B:USR2@60
#SBATCH --no-requeue
# One worker of the mydriver submission 20261121-144900-abc123.
# shellcheck disable=SC2016,SC1078,SC1079 # Names may hold what looks like expansions and quotes.
trap '' USR1 USR2
export MYDRIVER_SCHEDULER=slurm
MYDRIVER_NATIVE_ID="${SLURM_ARRAY_JOB_ID-${SLURM_JOB_ID-}}"
export MYDRIVER_NATIVE_ID
MYDRIVER_ARRAY_INDEX="${SLURM_ARRAY_TASK_ID-}"
export MYDRIVER_ARRAY_INDEX
MYDRIVER_RESTART="${SLURM_RESTART_COUNT-0}"
export MYDRIVER_RESTART
MYDRIVER_NODE="${SLURMD_NODENAME-}"
export MYDRIVER_NODE
MYDRIVER_DEADLINE="${SLURM_JOB_END_TIME-}"
export MYDRIVER_DEADLINE
cd /data/deeds/.submissions/20261121-144900-abc123 || exit
export OMP_NUM_THREADS=2
export OPENBLAS_NUM_THREADS=2
export BLIS_NUM_THREADS=2
export NUMEXPR_NUM_THREADS=2
export VECLIB_MAXIMUM_THREADS=2
export LAB='it'\''s; $(x)
''#SGE -q other'
export MKL_NUM_THREADS=1
# The prologue.
. /opt/java/env.sh
prologue=$?
if [ "$prologue" -ne 0 ]; then
    echo "mydriver: the prologue ended with $prologue, so no worker is started" >&2
    exit 1
fi
start() {
    for name in CUDA_VISIBLE_DEVICES ROCR_VISIBLE_DEVICES; do
        eval "devices=\${$name-}"
        [ -n "$devices" ] || continue
        devices=$(echo "$devices" | cut -d , -f "$(($1 * 1 + 1))-$(($1 * 1 + 1))")
        export "$name=$devices"
    done
    exec '/opt/my driver/bin/mydriver' --bundle /data/bundle.json /data/digits.exp.kts worker --drain
}
workers=
told=
tell() {
    told=$1
    for worker in $workers; do kill -s "$1" "$worker" 2>/dev/null; done
}
trap 'tell TERM' TERM INT
number=0
while [ "$number" -lt 4 ]; do
    start "$number" &
    workers="$workers $!"
    number=$((number + 1))
done
[ -z "$told" ] || tell "$told"
trap 'tell USR1' USR1
trap 'tell USR2' USR2
status=0
for worker in $workers; do
    ended=
    while told=; do
        wait "$worker"
        code=$?
        if [ "$code" -ne 127 ] || [ -z "$ended" ]; then ended=$code; fi
        if [ -z "$told" ] || [ "$code" -eq 127 ]; then break; fi
    done
    [ "$ended" -eq 0 ] || status=$ended
done
# The epilogue.
rm -rf "/scratch/$MYDRIVER_NATIVE_ID"
exit "$status"
