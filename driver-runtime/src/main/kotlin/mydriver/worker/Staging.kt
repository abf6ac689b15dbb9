package mydriver.worker

import mydriver.model.CommandContext
import mydriver.model.Params

/** Prepares the files of an attempt before its job starts. */
public fun interface Staging {
    /**
     * Puts files into the folder of [context], which exists; called in the worker, by one thread per slot.
     *
     * What it throws of [mydriver.model.DriverError] and [java.io.IOException] fails the attempt.
     */
    public fun prepare(params: Params, context: CommandContext)
}
