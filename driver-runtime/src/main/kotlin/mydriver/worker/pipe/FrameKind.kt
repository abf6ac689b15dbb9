package mydriver.worker.pipe

/** The first byte of a frame. */
internal enum class FrameKind(val code: Int) {
    HELLO(1),
    BEGIN(2),
    BOUND(3),
    GO(4),
    REPORT(5),
    SYNC(6),
    TAKEN(7),
    ASK(8),
    END(9),
    SAVED(10),
    KEPT(11);

    companion object {
        fun of(frame: Frame): FrameKind =
            when (frame) {
                is Frame.Hello -> HELLO
                is Frame.Begin -> BEGIN
                Frame.Bound -> BOUND
                Frame.Go -> GO
                is Frame.Report -> REPORT
                Frame.Sync -> SYNC
                Frame.Taken -> TAKEN
                is Frame.Ask -> ASK
                is Frame.End -> END
                Frame.Saved -> SAVED
                is Frame.Kept -> KEPT
            }
    }
}

/** The first byte of the body of an END frame. */
internal enum class EndKind {
    DONE,
    INCOMPLETE,
    FAILED,
    UNBOUND,
}
