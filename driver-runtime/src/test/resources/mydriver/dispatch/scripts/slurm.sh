#!/bin/sh
#SBATCH --job-name=digits.20261121-144900-abc123
#SBATCH --comment=20261121-144900-abc123
#SBATCH --array=0-9
#SBATCH --output=worker-%a.log
#SBATCH --open-mode=append
#SBATCH --cpus-per-task=2
#SBATCH --mem=1536M
#SBATCH --gres=gpu:1
#SBATCH --time=1:30:00
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
[ -n "$MYDRIVER_DEADLINE" ] || MYDRIVER_DEADLINE=$(($(date +%s) + 5400))
export MYDRIVER_DEADLINE
cd /data/deeds/.submissions/20261121-144900-abc123 || exit
export OMP_NUM_THREADS="${OMP_NUM_THREADS:-2}"
export MKL_NUM_THREADS="${MKL_NUM_THREADS:-2}"
export OPENBLAS_NUM_THREADS="${OPENBLAS_NUM_THREADS:-2}"
export BLIS_NUM_THREADS="${BLIS_NUM_THREADS:-2}"
export NUMEXPR_NUM_THREADS="${NUMEXPR_NUM_THREADS:-2}"
export VECLIB_MAXIMUM_THREADS="${VECLIB_MAXIMUM_THREADS:-2}"
exec '/opt/my driver/bin/mydriver' --bundle /data/bundle.json /data/digits.exp.kts worker --drain
