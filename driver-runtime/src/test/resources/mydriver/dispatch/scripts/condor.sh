#!/bin/sh
#CONDOR universe = vanilla
#CONDOR executable = /bin/sh
#CONDOR transfer_executable = False
#CONDOR should_transfer_files = NO
#CONDOR arguments = worker.sh
#CONDOR initialdir = /data/deeds/.submissions/20261121-144900-abc123
#CONDOR environment = "MYDRIVER_CONDOR_CLUSTER=$(ClusterId) MYDRIVER_CONDOR_PROCESS=$(ProcId)"
#CONDOR batch_name = digits.20261121-144900-abc123
#CONDOR +MydriverSubmission = "20261121-144900-abc123"
#CONDOR request_cpus = 2
#CONDOR request_memory = 1536
#CONDOR request_gpus = 1
#CONDOR job_max_vacate_time = 60
#CONDOR periodic_remove = JobStatus == 2 && time() - EnteredCurrentStatus > 5400
# One worker of the mydriver submission 20261121-144900-abc123.
# shellcheck disable=SC2016,SC1078,SC1079 # Names may hold what looks like expansions and quotes.
trap '' USR1 USR2
export MYDRIVER_SCHEDULER=condor
MYDRIVER_NATIVE_ID="${MYDRIVER_CONDOR_CLUSTER-}"
export MYDRIVER_NATIVE_ID
MYDRIVER_ARRAY_INDEX="${MYDRIVER_CONDOR_PROCESS-}"
export MYDRIVER_ARRAY_INDEX
MYDRIVER_RESTART="$(sed -n 's/^NumJobStarts = //p' "${_CONDOR_JOB_AD:-/dev/null}")"
export MYDRIVER_RESTART
MYDRIVER_NODE=''
export MYDRIVER_NODE
MYDRIVER_DEADLINE=$(($(date +%s) + 5400))
export MYDRIVER_DEADLINE
cd /data/deeds/.submissions/20261121-144900-abc123 || exit
exec >>"worker-${MYDRIVER_ARRAY_INDEX:-0}.log" 2>&1 </dev/null
export PATH="${PATH:-/usr/local/bin:/usr/bin:/bin}"
[ -n "${HOME-}" ] || HOME=$(getent passwd "$(id -u)" | cut -d : -f 6)
export HOME
export OMP_NUM_THREADS="${OMP_NUM_THREADS:-2}"
export MKL_NUM_THREADS="${MKL_NUM_THREADS:-2}"
export OPENBLAS_NUM_THREADS="${OPENBLAS_NUM_THREADS:-2}"
export BLIS_NUM_THREADS="${BLIS_NUM_THREADS:-2}"
export NUMEXPR_NUM_THREADS="${NUMEXPR_NUM_THREADS:-2}"
export VECLIB_MAXIMUM_THREADS="${VECLIB_MAXIMUM_THREADS:-2}"
exec '/opt/my driver/bin/mydriver' --bundle /data/bundle.json /data/digits.exp.kts worker --drain
