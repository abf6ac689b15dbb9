package mydriver.store.query.where

import mydriver.store.query.Columns

/** The way of a where-expression from text to a checked [Term]. */
internal object Where {
    /**
     * Returns the condition that [text] spells over [columns]; throws a UsageError with the position of every fault.
     */
    fun condition(text: String, columns: Columns): Term = Typing(columns).condition(WhereParser(text).parse())
}
