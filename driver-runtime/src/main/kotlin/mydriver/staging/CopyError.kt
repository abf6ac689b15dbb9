package mydriver.staging

import java.io.IOException

/** Files could not be copied from or to another place, also not when it was tried again; the message says why. */
public class CopyError(message: String) : IOException(message)
