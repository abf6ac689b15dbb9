package mydriver.template.jinja

import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.datatest.withTests
import io.kotest.engine.spec.tempdir
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import io.kotest.matchers.string.shouldMatch
import io.kotest.property.Arb
import io.kotest.property.arbitrary.double
import io.kotest.property.arbitrary.element
import io.kotest.property.arbitrary.int
import io.kotest.property.arbitrary.string
import io.kotest.property.checkAll
import kotlin.io.path.writeText

class RenderingSpec :
    FunSpec({
        fun render(template: String, values: Map<String, Any?> = sampleValues): String =
            Rendering(TemplateLibrary(sampleLibrary)).render(TemplateParser("t", template).template(), values)

        context("a template becomes what Jinja2 makes of it") {
            withTests(nameFn = { it.template }, samples.filter { it.result != null }) { sample ->
                render(sample.template) shouldBe sample.result
            }
        }

        context("a template with a fault says which, and where") {
            withTests(nameFn = { it.template }, samples.filter { it.fault != null }) { sample ->
                val fault = shouldThrow<TemplateFault> { render(sample.template) }
                fault.message.orEmpty() shouldMatch
                    Regex("""t:\d+: """ + sample.fault.orEmpty().split("…").joinToString(".*") { Regex.escape(it) })
            }
        }

        test("a fault names the line, also behind a tag of several lines") {
            val text = "first\n{{ n\n  }}\n{# a\ncomment #}\n{{ unknown }}"
            shouldThrow<TemplateFault> { render(text) }.message shouldBe "t:6: \"unknown\" is undefined"
        }

        context("what does not fit 64 bits is a fault, and no other number") {
            withTests("{{ (-m - 1)|abs }}", "{{ (-m - 1) // -1 }}", "{{ -(-m - 1) }}", "{{ m + 1 }}") { template ->
                shouldThrow<TemplateFault> { render(template, mapOf("m" to Long.MAX_VALUE)) }
                    .message
                    .orEmpty() shouldContain "larger than an integer of 64 bits"
            }
        }

        test("zfill leaves alone what is as long already") {
            render("{{ '-1'.zfill(0) }} {{ '+1'.zfill(4) }} {{ '' .zfill(0) }}") shouldBe "-1 +001 "
        }

        test("text without tags stays as it is") {
            checkAll(Arb.string(0..80)) { text ->
                val plain = text.replace("{", "(")
                render(plain) shouldBe plain.replace("\r\n", "\n")
            }
        }

        test("what a value holds is no template") {
            checkAll(Arb.string(0..40)) { text ->
                render("{{ v }}", mapOf("v" to "{{ $text }}{% if %}")) shouldBe "{{ $text }}{% if %}"
            }
        }

        test("quote makes one word for a shell of any value") {
            render("{{ v|quote }} {{ n|quote }}", mapOf("v" to "it's \$HOME", "n" to 3L)) shouldBe "'it'\\''s \$HOME' 3"
            shouldThrow<TemplateFault> { render("{{ v|quote }}", mapOf("v" to "\u0000")) }
        }

        test("whatever a template is, it becomes a text or says what is wrong with it") {
            val words = Regex("""\w+|\W""")
            val pieces = samples.flatMap { words.findAll(it.template).map(MatchResult::value) }.distinct()
            checkAll(2_000, Arb.element(samples), Arb.element(pieces), Arb.element(pieces), Arb.int(0..200)) {
                sample,
                a,
                b,
                at ->
                val parts = words.findAll(sample.template).map { it.value }.toMutableList()
                parts[at % parts.size] = a
                parts.add((at * 7) % parts.size, b)
                try {
                    render(parts.joinToString(""))
                } catch (fault: TemplateFault) {
                    fault.message.orEmpty() shouldContain Regex("""^[\w.]+:\d+: .""")
                }
            }
        }

        test("what would take all memory or the whole stack is a fault") {
            for (greedy in
                listOf("{{ 'a' * 10 ** 10 }}", "{{ '%09999999d' % 1 }}", "{{ ${"(".repeat(30_000)} }}")) shouldThrow<
                TemplateFault
            > {
                render(greedy)
            }
        }

        test("a double is read back as the same") {
            checkAll(Arb.double()) { number ->
                val text = render("{{ v }}", mapOf("v" to number))
                pythonDouble(text)?.toRawBits() shouldBe
                    if (number.isNaN()) Double.NaN.toRawBits() else number.toRawBits()
            }
        }

        test("a template that includes itself is a fault, and no crash") {
            val folder = tempdir().toPath()
            folder.resolve("a.j2").writeText("{% include 'a.j2' %}")
            val library = TemplateLibrary(folder)
            val template = checkNotNull(library.find("a.j2"))
            shouldThrow<TemplateFault> { Rendering(library).render(template, emptyMap()) }.message shouldBe
                "a.j2:1: it calls or includes itself without an end"
        }

        test("a name leads from the folder of the template that names it, or else from the folder of all") {
            val folder = tempdir().toPath()
            folder.resolve("sub").toFile().mkdir()
            folder.resolve("sub/a.j2").writeText("{% include 'b.j2' %} {% include 'c.j2' %}")
            folder.resolve("sub/b.j2").writeText("near")
            folder.resolve("b.j2").writeText("far")
            folder.resolve("c.j2").writeText("top")
            val library = TemplateLibrary(folder)
            Rendering(library).render(checkNotNull(library.find("sub/a.j2")), emptyMap()) shouldBe "near top"
        }
    })
