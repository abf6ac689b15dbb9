package mydriver.worker.pipe

import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.nulls.shouldBeNull
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import io.kotest.property.Arb
import io.kotest.property.arbitrary.Codepoint
import io.kotest.property.arbitrary.arbitrary
import io.kotest.property.arbitrary.bind
import io.kotest.property.arbitrary.boolean
import io.kotest.property.arbitrary.choice
import io.kotest.property.arbitrary.constant
import io.kotest.property.arbitrary.double
import io.kotest.property.arbitrary.enum
import io.kotest.property.arbitrary.int
import io.kotest.property.arbitrary.list
import io.kotest.property.arbitrary.long
import io.kotest.property.arbitrary.map
import io.kotest.property.arbitrary.orNull
import io.kotest.property.arbitrary.printableAscii
import io.kotest.property.arbitrary.string
import io.kotest.property.checkAll
import java.io.ByteArrayOutputStream
import java.io.IOException
import java.time.Instant

class FrameSpec :
    FunSpec({
        val text =
            Arb.choice(
                Arb.string(0..20, Codepoint.printableAscii()),
                Arb.constant("é 🎲 \n \u0001"),
                Arb.constant("x".repeat(70_000)),
            )
        val number =
            Arb.choice(
                Arb.double(),
                Arb.constant(Double.NaN),
                Arb.constant(-0.0),
                Arb.constant(Double.NEGATIVE_INFINITY),
            )
        val value: Arb<Any> = Arb.choice(text, Arb.long(), Arb.constant(Long.MIN_VALUE), number)
        val metrics = Arb.map(text, value, 0, 5)
        val params = Arb.map(text, Arb.choice(value, Arb.boolean()).orNull(0.2), 0, 5)
        val order = arbitrary {
            TrialOrder(
                Arb.long().bind(),
                Arb.int().bind(),
                Arb.int().bind(),
                Arb.long().bind(),
                text.bind(),
                params.bind(),
                text.bind(),
                Arb.long(0, Long.MAX_VALUE / 2).orNull().bind()?.let(Instant::ofEpochMilli),
            )
        }
        val failed = Arb.bind(Arb.enum<FailureCause>(), text, Arb.int().orNull(), JobEnd::Failed)
        val end =
            Arb.choice(metrics.map(JobEnd::Done), metrics.map(JobEnd::Incomplete), failed, text.map(JobEnd::Unbound))
        val frame: Arb<Frame> =
            Arb.choice(
                Arb.int().map(Frame::Hello),
                order.map(Frame::Begin),
                Arb.list(Arb.bind(text, value, Arb.long().orNull(), ::Point), 0..5).map(Frame::Report),
                end.map(Frame::End),
                Arb.constant(Frame.Bound),
                Arb.constant(Frame.Go),
                Arb.constant(Frame.Sync),
                Arb.constant(Frame.Taken),
                Arb.enum<Request>().map(Frame::Ask),
                Arb.constant(Frame.Saved),
                text.orNull().map(Frame::Kept),
            )

        fun written(frames: List<Frame>): ByteArray {
            val bytes = ByteArrayOutputStream()
            val writer = FrameWriter(bytes)
            frames.forEach(writer::write)
            return bytes.toByteArray()
        }

        test("frames that were written are read, and then the end") {
            checkAll(300, Arb.list(frame, 0..4)) { frames ->
                val reader = FrameReader(written(frames).inputStream())
                frames.forEach { reader.read() shouldBe it }
                reader.read().shouldBeNull()
            }
        }

        test("a frame that is cut off anywhere was never sent") {
            checkAll(100, frame, Arb.int(0..Int.MAX_VALUE)) { sent, at ->
                val bytes = written(listOf(sent))
                FrameReader(bytes.copyOf(at % bytes.size).inputStream()).read().shouldBeNull()
            }
        }

        test("what is no frame is refused") {
            shouldThrow<IOException> { FrameReader(byteArrayOf(99, 0, 0, 0, 0).inputStream()).read() }
                .message shouldContain "99"
            shouldThrow<IOException> { FrameReader(byteArrayOf(1, -1, 0, 0, 0).inputStream()).read() }
                .message shouldContain "cannot have"
        }
    })
