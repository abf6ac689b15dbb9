package mydriver.worker

/**
 * Returns the variables that show a job nothing but [device].
 *
 * ROCm filters twice: first `ROCR_VISIBLE_DEVICES` hides devices from everything above it, then `HIP_VISIBLE_DEVICES`
 * counts within what is left, where the only device is number 0. HIP would otherwise go by `CUDA_VISIBLE_DEVICES`, and
 * look for device 3 among one.
 */
internal fun deviceEnvironment(device: String?): Map<String, String> =
    if (device == null) emptyMap()
    else
        mapOf(
            "CUDA_VISIBLE_DEVICES" to device,
            "ROCR_VISIBLE_DEVICES" to device,
            "HIP_VISIBLE_DEVICES" to "0",
            "MYDRIVER_DEVICE" to device,
        )
