package mydriver.store.query.where

import mydriver.model.UsageError

/** Something wrong with a where-expression, at the character [at] of its text, counted from 0. */
internal class Fault(val at: Int, val message: String) {
    override fun toString(): String = "where-expression, character ${at + 1}: $message"
}

/** Returns the error that tells [faults]. */
internal fun whereError(faults: List<Fault>): UsageError = UsageError(faults.joinToString("\n"))

internal fun whereError(at: Int, message: String): UsageError = whereError(listOf(Fault(at, message)))
