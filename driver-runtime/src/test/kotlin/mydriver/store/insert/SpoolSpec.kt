package mydriver.store.insert

import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.shouldBe
import mydriver.model.Params

class SpoolSpec :
    FunSpec({
        val points =
            (0L until 500L).map { i ->
                if (i % 3 == 0L) Params.of("a" to i, "b" to i * 0.5, "c" to (i % 2 == 0L), "d" to null)
                else Params.of("text" to "é\uD83D\uDE00\n$i", "a" to if (i % 2 == 0L) i else i.toDouble())
            }

        for (limit in listOf(1 shl 20, 0)) {
            test("points come back as they went in, with $limit bytes of memory") {
                Spool(limit).use { spool ->
                    points.forEach(spool::add)
                    repeat(2) {
                        val read = ArrayList<Params>()
                        spool.forEach { read += it }
                        read shouldBe points
                    }
                    spool.size shouldBe 500
                }
            }
        }
    })
