package mydriver.worker.run

import mydriver.process.ExitStatus
import mydriver.worker.pipe.Frame

/** Something that a child did. */
internal sealed interface ChildEvent {
    /** It sent a frame. */
    data class Sent(val frame: Frame) : ChildEvent

    /** Its end of the pipe is closed: no frame comes any more. */
    data object Silent : ChildEvent

    /** Its process ended; frames that it sent before may still come. */
    data class Ended(val status: ExitStatus) : ChildEvent
}
