#!/bin/sh
# One worker of the mydriver submission 20261121-144900-abc123.
# shellcheck disable=SC2016,SC1078,SC1079 # Names may hold what looks like expansions and quotes.
trap '' USR1 USR2
export MYDRIVER_SCHEDULER=local
MYDRIVER_NATIVE_ID="$$"
export MYDRIVER_NATIVE_ID
MYDRIVER_ARRAY_INDEX="${MYDRIVER_LOCAL_INDEX-}"
export MYDRIVER_ARRAY_INDEX
MYDRIVER_RESTART=''
export MYDRIVER_RESTART
MYDRIVER_NODE=''
export MYDRIVER_NODE
MYDRIVER_DEADLINE=''
export MYDRIVER_DEADLINE
export OMP_NUM_THREADS="${OMP_NUM_THREADS:-2}"
export MKL_NUM_THREADS="${MKL_NUM_THREADS:-2}"
export OPENBLAS_NUM_THREADS="${OPENBLAS_NUM_THREADS:-2}"
export BLIS_NUM_THREADS="${BLIS_NUM_THREADS:-2}"
export NUMEXPR_NUM_THREADS="${NUMEXPR_NUM_THREADS:-2}"
export VECLIB_MAXIMUM_THREADS="${VECLIB_MAXIMUM_THREADS:-2}"
exec '/opt/my driver/bin/mydriver' --bundle /data/bundle.json /data/digits.exp.kts worker --drain
