package mydriver.worker.pipe

/** What a worker may ask of a job that runs; a later one comes on top of the earlier ones. */
internal enum class Request {
    /** Save what is needed and return soon: the worker ends, the trial was cancelled, or its time is up. */
    STOP,

    /** Go on to the next good point, save, and return: the worker is to end, but there is time. */
    FINISH,

    /** Save what is needed and go on. */
    CHECKPOINT,
}
