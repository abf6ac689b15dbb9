package mydriver.host

import java.io.FileDescriptor
import java.io.FileInputStream
import java.io.FileOutputStream
import java.io.IOException
import java.io.OutputStream
import kotlin.system.exitProcess
import mydriver.command.Console
import mydriver.command.Terminals

/** The console of this process; `bin/mydriver` tells which streams are terminals, which Java cannot find out alone. */
internal fun standardConsole(environment: (String) -> String?): Console {
    val terminals = terminals()
    val input by lazy { FileInputStream(FileDescriptor.`in`).bufferedReader() }
    val out = PipeOutput(FileOutputStream(FileDescriptor.out))
    return Console(
        out = out.bufferedWriter(),
        err = PipeOutput(FileOutputStream(FileDescriptor.err)).bufferedWriter(),
        terminals = terminals,
        width =
            (System.getProperty("mydriver.width") ?: environment("COLUMNS"))?.toIntOrNull()?.takeIf { it > 0 }
                ?: Console.DEFAULT_WIDTH,
        color = terminals.output && environment("NO_COLOR").isNullOrEmpty() && environment("TERM") != "dumb",
        raw = out,
        input = { input.readLine() },
    )
}

private fun terminals(): Terminals {
    val told =
        System.getProperty("mydriver.terminals")?.split(',')
            // Another program started us; Java has a console if its input and its output are terminals.
            ?: if (System.console() != null) listOf("input", "output") else emptyList()
    return Terminals(input = "input" in told, output = "output" in told, errors = "errors" in told)
}

/** Ends the process as SIGPIPE ends other programs when nobody reads on, as in `mydriver foo.exp.kts list | head`. */
private class PipeOutput(private val out: FileOutputStream) : OutputStream() {
    override fun write(byte: Int) = write(byteArrayOf(byte.toByte()), 0, 1)

    override fun write(bytes: ByteArray, offset: Int, length: Int) {
        try {
            out.write(bytes, offset, length)
        } catch (failure: IOException) {
            if (failure.message == "Broken pipe") exitProcess(BROKEN_PIPE)
            throw failure
        }
    }

    private companion object {
        /** 128 and the number of SIGPIPE. */
        const val BROKEN_PIPE = 141
    }
}
