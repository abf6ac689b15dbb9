package mydriver.testing

import java.awt.GraphicsEnvironment

/** Whether Java finds fonts here, and the libraries that read them; figures need both. */
fun hasFonts(): Boolean =
    try {
        GraphicsEnvironment.getLocalGraphicsEnvironment().availableFontFamilyNames.isNotEmpty()
    } catch (_: LinkageError) {
        false
    } catch (failure: RuntimeException) {
        if (failure.message.orEmpty().startsWith("Fontconfig")) false else throw failure
    }
