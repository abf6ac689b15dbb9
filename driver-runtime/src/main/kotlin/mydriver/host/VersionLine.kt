package mydriver.host

import mydriver.model.Release

/** The line that `mydriver --version` prints. */
internal fun versionLine(): String = "mydriver ${Release.VERSION}"
