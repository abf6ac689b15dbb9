package mydriver.dispatch.condor

/** Returns [text] as a submit description says it: a dollar sign would begin a macro. */
internal fun condorText(text: String): String = text.replace("$", "$(DOLLAR)")
