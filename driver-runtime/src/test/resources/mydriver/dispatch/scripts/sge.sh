#!/bin/sh
#SGE -S /bin/sh
#SGE -N digits.20261121-144900-abc123
#SGE -cwd
#SGE -o worker-$TASK_ID.log
#SGE -j y
#SGE -t 1-10
#SGE -r n
#SGE -notify
#SGE -pe smp 2
#SGE -l mem_free=1536M
#SGE -l gpu=1
#SGE -l h_rt=5400
# One worker of the mydriver submission 20261121-144900-abc123.
# shellcheck disable=SC2016,SC1078,SC1079 # Names may hold what looks like expansions and quotes.
trap '' USR1 USR2
export MYDRIVER_SCHEDULER=sge
MYDRIVER_NATIVE_ID="${JOB_ID-}"
export MYDRIVER_NATIVE_ID
MYDRIVER_ARRAY_INDEX="${SGE_TASK_ID#undefined}"
export MYDRIVER_ARRAY_INDEX
MYDRIVER_RESTART="${RESTARTED-0}"
export MYDRIVER_RESTART
MYDRIVER_NODE=''
export MYDRIVER_NODE
MYDRIVER_DEADLINE=$(($(date +%s) + 5400))
export MYDRIVER_DEADLINE
cd /data/deeds/.submissions/20261121-144900-abc123 || exit
if [ -z "${CUDA_VISIBLE_DEVICES-}" ] && [ -n "${SGE_HGR_gpu-}" ]; then
    CUDA_VISIBLE_DEVICES=$(echo "$SGE_HGR_gpu" | tr ' ' ',')
fi
if [ -z "${CUDA_VISIBLE_DEVICES-}" ]; then
    device=0 taken=0
    while [ "$taken" -lt 1 ] && [ "$device" -lt 16 ]; do
        lock=/tmp/mydriver-gpu-$device.lock
        [ -e "$lock" ] || (umask 022 && : >"$lock") 2>/dev/null || :
        if eval "exec $((taken + 3))<\"\$lock\" && flock -n $((taken + 3))"; then
            CUDA_VISIBLE_DEVICES=${CUDA_VISIBLE_DEVICES:+$CUDA_VISIBLE_DEVICES,}$device
            taken=$((taken + 1))
        fi
        device=$((device + 1))
    done
    if [ "$taken" -lt 1 ]; then
        echo "mydriver: Grid Engine named no gpus, and fewer than 1 of 16 are free" >&2
        exit 1
    fi
fi
export CUDA_VISIBLE_DEVICES
export OMP_NUM_THREADS="${OMP_NUM_THREADS:-2}"
export MKL_NUM_THREADS="${MKL_NUM_THREADS:-2}"
export OPENBLAS_NUM_THREADS="${OPENBLAS_NUM_THREADS:-2}"
export BLIS_NUM_THREADS="${BLIS_NUM_THREADS:-2}"
export NUMEXPR_NUM_THREADS="${NUMEXPR_NUM_THREADS:-2}"
export VECLIB_MAXIMUM_THREADS="${VECLIB_MAXIMUM_THREADS:-2}"
exec '/opt/my driver/bin/mydriver' --bundle /data/bundle.json /data/digits.exp.kts worker --drain
