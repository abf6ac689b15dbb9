package mydriver.host

import io.kotest.core.spec.style.FunSpec
import io.kotest.engine.spec.tempdir
import io.kotest.matchers.shouldBe
import io.kotest.matchers.shouldNotBe
import kotlin.io.path.exists
import kotlin.io.path.writeText

class LaunchArchiveSpec :
    FunSpec({
        test("an archive that fits the jar stays; once the jar is another one, it goes and its pointer with it") {
            val folder = tempdir().toPath()
            val jar = folder.resolve("mydriver.jar").apply { writeText("a build") }
            val archive = folder.resolve(LaunchArchive.name(jar)).apply { writeText("classes") }
            val pointer = folder.resolve("pointer").apply { writeText("$archive\n") }
            LaunchArchive.check(archive, pointer, jar)
            archive.exists() shouldBe true
            pointer.exists() shouldBe true
            jar.writeText("another build")
            LaunchArchive.name(jar) shouldNotBe archive.fileName.toString()
            LaunchArchive.check(archive, pointer, jar)
            archive.exists() shouldBe false
            pointer.exists() shouldBe false
        }
    })
