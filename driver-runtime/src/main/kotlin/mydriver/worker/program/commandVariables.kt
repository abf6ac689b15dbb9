package mydriver.worker.program

import java.nio.file.Path
import mydriver.worker.files.AttemptDirectory
import mydriver.worker.pipe.TrialOrder

/** Returns the variables by which a program may know its attempt; see docs/script.md. */
internal fun commandVariables(order: TrialOrder, place: AttemptDirectory, stopFile: Path): Map<String, String> =
    buildMap {
        put("MYDRIVER_TRIAL_ID", "${order.trial}")
        put("MYDRIVER_ATTEMPT", "${order.attempt}")
        put("MYDRIVER_REPLICATE", "${order.replicate}")
        put("MYDRIVER_SEED", "${order.seed}")
        put("MYDRIVER_DIRECTORY", "${place.files}")
        put("MYDRIVER_SCRATCH", order.scratch)
        put("MYDRIVER_STOP_FILE", "$stopFile")
        put("MYDRIVER_PARAMS", "${place.trialFolder.resolve("params.json")}")
        order.deadline?.let { put("MYDRIVER_DEADLINE", "${it.epochSecond}") }
    }
