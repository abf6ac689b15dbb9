package mydriver.command

import mydriver.model.ConfigurationError

/** Something is wrong at a place in a script; the message begins with it, as a compiler's does, and is printed so. */
public abstract class PlacedError(message: String, cause: Throwable? = null) : ConfigurationError(message, cause)
