package mydriver.store.dialect

import io.kotest.core.spec.style.FunSpec
import io.kotest.datatest.withData
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import java.nio.file.Path

class NetworkFileSystemSpec :
    FunSpec({
        val file = Path.of("/data/sweep.db")

        withData("nfs", "nfs4", "cifs", "lustre", "fuse.sshfs") { type ->
            networkFileSystemWarning(file) { type }!! shouldContain "/data/sweep.db is on a network file system ($type)"
        }

        withData("ext4", "xfs", "overlay", "tmpfs", "btrfs") { type ->
            networkFileSystemWarning(file) { type } shouldBe null
        }

        test("the file system of a real folder has a type") {
            networkFileSystemWarning(Path.of(System.getProperty("java.io.tmpdir"), "x.db")) shouldBe null
        }
    })
