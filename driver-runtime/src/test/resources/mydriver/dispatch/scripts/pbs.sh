#!/bin/sh
#PBS -S /bin/sh
#PBS -N digits
#PBS -j oe
#PBS -v MYDRIVER_SUBMISSION=20261121-144900-abc123
#PBS -r y
#PBS -l walltime=1:30:00
#PBS -J 0-9
#PBS -l select=1:ncpus=2:mem=1536mb:ngpus=1
# One worker of the mydriver submission 20261121-144900-abc123.
# shellcheck disable=SC2016,SC1078,SC1079 # Names may hold what looks like expansions and quotes.
trap '' USR1 USR2
export MYDRIVER_SCHEDULER=pbs
MYDRIVER_NATIVE_ID="$(echo "${PBS_JOBID-}" | sed 's/\[[0-9]*\]/[]/')"
export MYDRIVER_NATIVE_ID
MYDRIVER_ARRAY_INDEX="${PBS_ARRAY_INDEX-}"
export MYDRIVER_ARRAY_INDEX
MYDRIVER_RESTART=''
export MYDRIVER_RESTART
MYDRIVER_NODE=''
export MYDRIVER_NODE
MYDRIVER_DEADLINE=$(($(date +%s) + 5400))
export MYDRIVER_DEADLINE
cd /data/deeds/.submissions/20261121-144900-abc123 || exit
exec >>"worker-${MYDRIVER_ARRAY_INDEX:-0}.log" 2>&1 </dev/null
export OMP_NUM_THREADS="${OMP_NUM_THREADS:-2}"
export MKL_NUM_THREADS="${MKL_NUM_THREADS:-2}"
export OPENBLAS_NUM_THREADS="${OPENBLAS_NUM_THREADS:-2}"
export BLIS_NUM_THREADS="${BLIS_NUM_THREADS:-2}"
export NUMEXPR_NUM_THREADS="${NUMEXPR_NUM_THREADS:-2}"
export VECLIB_MAXIMUM_THREADS="${VECLIB_MAXIMUM_THREADS:-2}"
exec '/opt/my driver/bin/mydriver' --bundle /data/bundle.json /data/digits.exp.kts worker --drain
