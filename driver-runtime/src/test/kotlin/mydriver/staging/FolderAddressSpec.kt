package mydriver.staging

import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.datatest.withData
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain

class FolderAddressSpec :
    FunSpec({
        context("it reads what a script says") {
            withData(
                nameFn = { it.first },
                "ssh://files/archive" to "files:/archive",
                "ssh://files/archive/" to "files:/archive",
                "ssh://me@files.example.org:2222/a b/c" to "me@files.example.org:/a b/c",
                "ssh://files/~/exp" to "files:exp",
                "ssh://files:/exp" to "files:/exp",
                "ssh://[2001:db8::1]:22/exp" to "[2001:db8::1]:/exp",
                "ssh://me@[2001:db8::1]/exp" to "me@[2001:db8::1]:/exp",
            ) { (text, rsync) ->
                FolderAddress.remote(text).rsync shouldBe rsync
            }
        }

        context("what it prints reads the same again") {
            withData("ssh://files/archive", "ssh://me@files:2222/~/exp", "ssh://me@[2001:db8::1]:22/exp") { text ->
                FolderAddress.remote(text).toString() shouldBe text
                FolderAddress.remote(FolderAddress.remote(text).toString()) shouldBe FolderAddress.remote(text)
            }
        }

        test("ssh is told the port, and a host of IPv6 without brackets") {
            FolderAddress.remote("ssh://me@[2001:db8::1]:2222/exp") shouldBe
                FolderAddress("/exp", "me@2001:db8::1", 2222)
        }

        context("what names no folder is refused with the way out") {
            withData(
                nameFn = { it.first },
                "ssh://files" to "names no folder of files; write ssh://files/path",
                "ssh://files/" to "names no folder",
                "ssh://files/~" to "names no folder",
                "ssh:///path" to "names no host",
                "ssh://-oProxyCommand=evil/path" to "names no host",
                "ssh://me@-oProxyCommand=evil/path" to "names no host",
                "ssh://files:99999/path" to "99999 is no port",
                "ssh://files/a\nb" to "no line breaks",
                "ssh://two words/path" to "names no host",
            ) { (text, told) ->
                shouldThrow<IllegalArgumentException> { FolderAddress.remote(text) }.message shouldContain told
            }
        }

        test("a folder of this machine has a path only") {
            val here = FolderAddress("/exp").resolve("a").resolve("b")
            here.rsync shouldBe "/exp/a/b"
            here.toString() shouldBe "/exp/a/b"
        }
    })
