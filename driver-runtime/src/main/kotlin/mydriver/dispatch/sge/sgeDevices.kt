package mydriver.dispatch.sge

/**
 * Returns shell that chooses [count] graphics cards, at most 7, when Grid Engine counted them but named none.
 *
 * What a site's prologue put into CUDA_VISIBLE_DEVICES, or Univa's resource maps into SGE_HGR_gpu, holds. Else the
 * first cards are taken that no other worker of mydriver has: each locks a file below /tmp, which the kernel unlocks
 * when it ends, however it ends. The files are written by nobody, so that all users can lock them.
 */
internal fun sgeDevices(count: Int): String =
    """
    if [ -z "${"$"}{CUDA_VISIBLE_DEVICES-}" ] && [ -n "${"$"}{SGE_HGR_gpu-}" ]; then
        CUDA_VISIBLE_DEVICES=$(echo "${"$"}SGE_HGR_gpu" | tr ' ' ',')
    fi
    if [ -z "${"$"}{CUDA_VISIBLE_DEVICES-}" ]; then
        device=0 taken=0
        while [ "${"$"}taken" -lt $count ] && [ "${"$"}device" -lt 16 ]; do
            lock=/tmp/mydriver-gpu-${"$"}device.lock
            [ -e "${"$"}lock" ] || (umask 022 && : >"${"$"}lock") 2>/dev/null || :
            if eval "exec $((taken + 3))<\"\${"$"}lock\" && flock -n $((taken + 3))"; then
                CUDA_VISIBLE_DEVICES=${"$"}{CUDA_VISIBLE_DEVICES:+${"$"}CUDA_VISIBLE_DEVICES,}${"$"}device
                taken=$((taken + 1))
            fi
            device=$((device + 1))
        done
        if [ "${"$"}taken" -lt $count ]; then
            echo "mydriver: Grid Engine named no gpus, and fewer than $count of 16 are free" >&2
            exit 1
        fi
    fi
    export CUDA_VISIBLE_DEVICES
    """
        .trimIndent()
