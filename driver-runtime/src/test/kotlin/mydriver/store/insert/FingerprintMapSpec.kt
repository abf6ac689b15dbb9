package mydriver.store.insert

import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.shouldBe
import kotlin.random.Random

class FingerprintMapSpec :
    FunSpec({
        test("it holds what an ordinary map would hold") {
            val random = Random(7)
            val map = FingerprintMap(capacity = 4)
            val plain = HashMap<FingerprintMap.Key, Long>()
            // Few distinct keys, so that some come again, and close together, so that slots collide.
            repeat(20_000) {
                val key = FingerprintMap.Key(random.nextLong(0, 100), random.nextLong(1, 100))
                val value = random.nextLong()
                map.put(key, value) shouldBe (plain.put(key, value) == null)
            }
            map.size shouldBe plain.size
            for ((key, value) in plain) map[key] shouldBe value
            map[FingerprintMap.Key(1_000, 1)] shouldBe null
        }

        test("each replicate of a point has a key of its own") {
            val point = FingerprintMap.Key.of("0123456789abcdef".repeat(4))
            List(1_000) { point.of(it.toLong()) }.toSet().size shouldBe 1_000
            point.of(0) shouldBe point
            FingerprintMap.Key.of("0".repeat(64)) shouldBe FingerprintMap.Key(0, 1)
        }

        test("seeds differ between replicates and are the same on every machine") {
            val fingerprint = "0123456789abcdef".repeat(4)
            List(1_000) { GridInsert.seedOf(fingerprint, it.toLong()) }.toSet().size shouldBe 1_000
            GridInsert.seedOf("0".repeat(64), 1) shouldBe -2152535657050944081L
        }
    })
