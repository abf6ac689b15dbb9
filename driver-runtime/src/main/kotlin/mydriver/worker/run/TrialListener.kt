package mydriver.worker.run

import mydriver.model.Memory
import mydriver.worker.pipe.Point
import mydriver.worker.pipe.Request

/**
 * What a [TrialRunner] tells of the trial it runs, one thing at a time: from the thread that called it, or, of a job
 * inside the worker, from threads of the job.
 */
internal interface TrialListener {
    /** What the job was asked for before it could hear it. */
    val wanted: Set<Request>

    /** How much memory the trial may use, or null for as much as there is. */
    val memory: Memory?

    /** The job is about to start in process [pid]; false forbids it, and the trial is left as it was. */
    fun starting(pid: Long): Boolean

    /** The job reported [points]. */
    fun report(points: List<Point>)

    /** All that was reported so far must be in safe hands when this returns. */
    fun sync()

    /** The job's files are complete: keep a copy; returns why that is not possible, or null when it is kept. */
    fun checkpointed(): String?

    /** Called about once a second as long as the job runs. */
    fun tick()
}
