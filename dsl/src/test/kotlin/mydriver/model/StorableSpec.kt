package mydriver.model

import io.kotest.core.spec.style.FunSpec
import io.kotest.datatest.withData
import io.kotest.matchers.nulls.shouldBeNull
import io.kotest.matchers.shouldBe
import io.kotest.property.Arb
import io.kotest.property.arbitrary.char
import io.kotest.property.arbitrary.list
import io.kotest.property.checkAll

class StorableSpec :
    FunSpec({
        context("what no database can store is replaced, and nothing else is touched") {
            withData(
                nameFn = { "\"${it.second}\"" },
                "" to "",
                "é 🎲 \n" to "é 🎲 \n",
                "a\u0000b" to "a\uFFFDb",
                "\uD83C" to "\uFFFD",
                "\uDFB2\uD83C" to "\uFFFD\uFFFD",
                "\uD83C🎲" to "\uFFFD🎲",
            ) { (text, expected) ->
                storable(text) shouldBe expected
            }
        }

        test("whatever it was, it can be stored then") {
            checkAll(Arb.list(Arb.char('\u0000'..'\u0002', '\uD7FE'..'\uE001'), 0..8)) { chars ->
                textFault("", storable(chars.joinToString(""))).shouldBeNull()
            }
        }
    })
