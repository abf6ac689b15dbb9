package mydriver.store

import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.shouldBe

class MillionPointsEndToEndSpec :
    FunSpec({
        for (place in TestPlace.all) {
            test("a grid of a million points is inserted and recognised within 512 MB on ${place.label}") {
                val url = place.url()
                val java = ProcessHandle.current().info().command().get()
                val line =
                    listOf(
                        java,
                        "-Xmx512m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        "mydriver.store.MillionPoints",
                    )
                val process = ProcessBuilder(line + url.masked).redirectErrorStream(true).start()
                val printed = process.inputStream.bufferedReader().readLines()
                process.waitFor() shouldBe 0
                printed.map { it.substringBefore(", repeated") } shouldBe
                    listOf("new 1000000, already present 0", "new 0, already present 1000000")
                place.count(url) shouldBe 1_000_000
            }
        }
    })
