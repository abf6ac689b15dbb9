package mydriver.storm

import io.kotest.core.spec.style.FunSpec
import io.kotest.engine.spec.tempdir

/** In a spec of its own, so that both databases have their storms at once. */
class StormSqliteEndToEndSpec :
    FunSpec({
        test("sqlite: no trial is lost and none finished twice, whatever dies") {
            val machine = stormMachine(tempdir().toPath())
            storm(machine, StormDatabase.Sqlite(machine.folder.resolve("storm.db")), seed = 1)
        }
    })
