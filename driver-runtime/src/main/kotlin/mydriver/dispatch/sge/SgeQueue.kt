package mydriver.dispatch.sge

import java.io.StringReader
import javax.xml.parsers.DocumentBuilderFactory
import mydriver.dispatch.QueueState
import mydriver.dispatch.QueuedWorker
import mydriver.dispatch.SchedulerAnswerError
import org.w3c.dom.Element
import org.xml.sax.InputSource
import org.xml.sax.SAXException

/** Reads what `qstat -xml` prints. */
internal object SgeQueue {
    fun parse(output: String): List<QueuedWorker> = jobs(output).flatMap(::workers)

    /** Returns names and ids. */
    fun named(output: String): List<Pair<String, String>> =
        jobs(output).map { it.text("JB_name") to it.text("JB_job_number") }

    private fun workers(job: Element): List<QueuedWorker> {
        val id = job.text("JB_job_number")
        val state = job.text("state")
        val known = state(state)
        val reason = state.takeIf { known == QueueState.HELD }
        return job.text("tasks").split(',').map { range ->
            val (first, last, step) =
                RANGE.matchEntire(range)?.destructured ?: return listOf(QueuedWorker(id, null, known, reason))
            if (last.isEmpty()) QueuedWorker(id, first.toLong(), known, reason)
            else {
                val count = (last.toInt() - first.toInt()) / step.ifEmpty { "1" }.toInt() + 1
                QueuedWorker(id, first.toLong().takeIf { count == 1 }, known, reason, count)
            }
        }
    }

    /**
     * Letters, of which one may stand for each thing: h held, E in error, q queued, r running, t in transfer, s
     * suspended.
     */
    private fun state(letters: String): QueueState =
        when {
            'E' in letters || 'h' in letters && 'q' in letters -> QueueState.HELD
            'q' in letters -> QueueState.WAITING
            else -> QueueState.RUNNING
        }

    private fun jobs(output: String): List<Element> {
        val start = output.indexOf("<?xml")
        val end = output.indexOf(END, start.coerceAtLeast(0))
        if (start < 0 || end < 0) return emptyList()
        // The outer element and one within it are called alike: the last end tag is the document's.
        val text = output.substring(start, output.lastIndexOf(END) + END.length)
        val factory = DocumentBuilderFactory.newInstance()
        factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true)
        val document =
            try {
                factory.newDocumentBuilder().parse(InputSource(StringReader(text)))
            } catch (unreadable: SAXException) {
                throw SchedulerAnswerError("sge", "qstat -xml", text, unreadable)
            }
        val found = document.getElementsByTagName("job_list")
        return List(found.length) { found.item(it) as Element }
    }

    private fun Element.text(name: String): String = getElementsByTagName(name).item(0)?.textContent?.trim().orEmpty()

    private val RANGE = Regex("([0-9]+)(?:-([0-9]+)(?::([0-9]+))?)?")
    private const val END = "</job_info>"
}
