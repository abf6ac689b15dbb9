package mydriver.report.page

import com.charleskorn.kaml.Yaml
import com.charleskorn.kaml.YamlList
import com.charleskorn.kaml.YamlMap
import com.charleskorn.kaml.YamlNode
import com.charleskorn.kaml.YamlNull
import com.charleskorn.kaml.YamlScalar
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.collections.shouldNotBeEmpty
import io.kotest.matchers.ints.shouldBeGreaterThan
import io.kotest.matchers.ints.shouldBeInRange
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import java.net.InetAddress
import java.net.ServerSocket
import java.nio.file.Files
import java.util.concurrent.atomic.AtomicInteger
import kotlin.concurrent.thread
import mydriver.model.Status
import mydriver.model.Trial
import mydriver.report.figure.DrawingLibrary
import mydriver.report.study.Sweep
import mydriver.store.TestPlace
import mydriver.testing.Browser
import mydriver.testing.requireOrSkip

class PageInBrowserSpec :
    FunSpec({
        test("a browser draws the page from the disk without any network, and finds in it what the database holds") {
            val drawing = DrawingLibrary(listOf(), listOf()).drawing
            requireOrSkip("chromium") { Browser.program != null }
            Sweep(24).run(TestPlace.sqlite.url()).use { tableSet ->
                val trials = tableSet.trials().withStatus(Status.DONE).toList()
                val document =
                    Answering().use { server ->
                        opened(probed(pageOf(tableSet, drawing::svg), server)).also { server.calls.get() shouldBe 0 }
                    }
                val seen = json(between(document, "<pre id=\"seen\">", "</pre>").unescaped()) as YamlMap
                fun number(name: String) = seen.text(name).toInt()
                seen.text("errors") shouldBe ""
                seen.text("asked") shouldBe "refused"
                seen.text("title") shouldBe "${tableSet.name}: report"
                number("curves") shouldBe trials.size
                number("spans") shouldBe 24
                number("axes") shouldBeGreaterThan 3
                number("figures") shouldBe 1
                seen.text("inked") shouldBe "true"
                seen.text("ascending") shouldBe "true"
                seen.text("descending") shouldBe "true"
                seen.text("worst").toDouble() shouldBe trials.maxOf { it.metric(Sweep.VALID)!! }
                number("all") shouldBe trials.size
                number("brushed") shouldBeInRange (1 until trials.size)
                number("listed") shouldBe minOf(10, number("brushed"))
                number("cleared") shouldBe trials.size
                seen.text("tip") shouldContain "trial "
                number("matched") shouldBe trials.size
                val told = seen.text("dot").lines()
                val pointed = trials.single { "trial ${it.id}" == told[0] }
                told[1].removePrefix("lr: ").toDouble() shouldBe pointed.params.double("lr")
                told[2].removePrefix("${Sweep.VALID}: ").toDouble() shouldBe pointed.metric(Sweep.VALID)
                compare(json(between(document, "id=\"study\">", "</script>")) as YamlMap, trials)
            }
        }
    })

/** Compares the data in a page with [trials], exactly. */
private fun compare(data: YamlMap, trials: List<Trial>) {
    val columns = data.get<YamlList>("columns")!!.items.map { (it as YamlMap).text("label") }
    val rows = data.get<YamlList>("trials")!!.items.map { (it as YamlList).items.map(::value) }
    rows.map { it[0].toString().toLong() } shouldBe trials.map { it.id }.sorted()
    for (row in rows) {
        val trial = trials.single { it.id == row[0].toString().toLong() }
        val known = trial.params.toMap() + trial.metrics
        columns.forEachIndexed { i, name ->
            val expected = known.getValue(name)
            if (expected is Double) row[i + 2]!!.toDouble() shouldBe expected
            else row[i + 2] shouldBe expected.toString()
        }
    }
    val marks = data.get<YamlMap>("figures")!!.get<YamlMap>("loss")!!.get<YamlList>("marks")!!.items
    marks.shouldNotBeEmpty()
    for (mark in marks.map { (it as YamlList).items.map(::value) }) {
        val trial = trials.single { it.id == mark[6]!!.toLong() }
        mark[0]!!.toDouble() shouldBe trial.params.double("lr")
        mark[1]!!.toDouble() shouldBe trial.metric(Sweep.VALID)
    }
}

/** JSON is YAML, whose reader keeps the digits of numbers as they are written. */
private fun json(text: String): YamlNode = Yaml.default.parseToYamlNode(text)

private fun value(node: YamlNode): String? = if (node is YamlNull) null else (node as YamlScalar).content

private fun YamlMap.text(name: String): String = get<YamlScalar>(name)!!.content

private fun between(text: String, before: String, behind: String): String =
    text.substringAfter(before).substringBefore(behind)

private fun String.unescaped() = replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&amp;", "&")

private fun opened(page: String): String {
    val folder = Files.createTempDirectory("mydriver page ö#%")
    try {
        return Browser.document(Files.writeString(folder.resolve("index.html"), page))
    } finally {
        folder.toFile().deleteRecursively()
    }
}

/** Returns [page] with a script that uses it and asks [server] for something, as a page must not. */
private fun probed(page: String, server: Answering): String {
    val errors =
        "<script>window.errors = ''; addEventListener('error', (e) => { window.errors += e.message; });</script>"
    val probe = PageInBrowserSpec::class.java.getResource("/mydriver/report/page/probe.js")!!.readText()
    return page
        .replaceFirst("<head>", "<head>$errors")
        .replace("</body>", "<script>const ADDRESS = '${server.address}';\n$probe</script></body>")
}

/** A server that counts who calls. */
private class Answering : AutoCloseable {
    private val socket = ServerSocket(0, 8, InetAddress.getLoopbackAddress())
    val calls = AtomicInteger()
    val address = "http://127.0.0.1:${socket.localPort}/"

    init {
        thread(isDaemon = true) {
            while (!socket.isClosed) runCatching { socket.accept().use { calls.incrementAndGet() } }
        }
    }

    override fun close() = socket.close()
}
