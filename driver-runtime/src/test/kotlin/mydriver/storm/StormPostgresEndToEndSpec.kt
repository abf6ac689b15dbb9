package mydriver.storm

import io.kotest.core.spec.style.FunSpec
import io.kotest.engine.spec.tempdir
import mydriver.testing.TempPostgres

/** In a spec of its own, so that both databases have their storms at once. */
class StormPostgresEndToEndSpec :
    FunSpec({
        test("postgres: no trial is lost and none finished twice, whatever dies") {
            val machine = stormMachine(tempdir().toPath())
            storm(machine, StormDatabase.Postgres(TempPostgres.start()), seed = 2)
        }
    })
