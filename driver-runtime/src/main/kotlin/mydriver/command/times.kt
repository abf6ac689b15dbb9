package mydriver.command

import com.github.ajalt.clikt.parameters.options.NullableOption
import com.github.ajalt.clikt.parameters.options.RawOption
import com.github.ajalt.clikt.parameters.options.convert
import kotlin.time.Duration
import mydriver.model.Memory
import mydriver.model.memoryOrNull
import mydriver.model.timeOrNull

/** Reads the value of an option as a time, such as `90s`. */
internal fun RawOption.time(): NullableOption<Duration, Duration> = convert {
    timeOrNull(it) ?: fail("\"${shownName(it)}\" is no time; write 90s, 23h30m, 1d or 1:30:00")
}

/** Reads the value of an option as an amount of memory, such as `4GiB`. */
internal fun RawOption.memory(): NullableOption<Memory, Memory> = convert {
    memoryOrNull(it) ?: fail("\"${shownName(it)}\" is no amount of memory; write 4GiB or 512MiB")
}
