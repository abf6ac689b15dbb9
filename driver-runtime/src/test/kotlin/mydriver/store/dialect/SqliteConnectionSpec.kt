package mydriver.store.dialect

import io.kotest.core.spec.style.FunSpec
import io.kotest.engine.spec.tempdir
import io.kotest.matchers.shouldBe
import mydriver.store.StoreOptions
import mydriver.store.TableSetUrl
import mydriver.store.number

private const val FILE_WHEN_LARGE = 0L
private const val MEMORY = 2L

class SqliteConnectionSpec :
    FunSpec({
        test("only who changes little at a time keeps in memory what a killed process would leave in files") {
            val url = TableSetUrl.parse("sqlite:x.db?table=x", tempdir().toPath(), null) { null }
            fun temporary(options: StoreOptions) =
                Sqlite.connect(url, options, Access.WRITE).use { it.number("PRAGMA temp_store") }
            temporary(StoreOptions(smallTransactions = true)) shouldBe MEMORY
            temporary(StoreOptions()) shouldBe FILE_WHEN_LARGE
        }
    })
